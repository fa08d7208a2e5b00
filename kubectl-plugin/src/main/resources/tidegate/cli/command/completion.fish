# fish completion for kubectl-argo-rollouts
function __kubectl_argo_rollouts_complete
    set -l words (commandline -opc)
    set -l begun (commandline -ct)
    kubectl-argo-rollouts __complete $words[2..-1] "$begun" 2>/dev/null | string match --invert --regex '^:'
end
complete -c kubectl-argo-rollouts -f -a '(__kubectl_argo_rollouts_complete)'

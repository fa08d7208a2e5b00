# bash completion for kubectl-argo-rollouts
__kubectl_argo_rollouts_complete() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :*) ;;
            *) COMPREPLY+=("$line") ;;
        esac
    done < <("${COMP_WORDS[0]}" __completeNoDesc "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F __kubectl_argo_rollouts_complete kubectl-argo-rollouts

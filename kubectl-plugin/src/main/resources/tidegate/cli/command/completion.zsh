#compdef kubectl-argo-rollouts
# zsh completion for kubectl-argo-rollouts
_kubectl-argo-rollouts() {
    local -a offered
    local line text
    for line in "${(@f)$(${words[1]} __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        [[ -z $line || $line == :* ]] && continue
        text=${line%%$'\t'*}
        if [[ $line == *$'\t'* ]]; then
            offered+=("${text//:/\\:}:${line#*$'\t'}")
        else
            offered+=("${text//:/\\:}")
        fi
    done
    _describe 'argument' offered
}
if [ "$funcstack[1]" = "_kubectl-argo-rollouts" ]; then
    _kubectl-argo-rollouts
else
    compdef _kubectl-argo-rollouts kubectl-argo-rollouts
fi

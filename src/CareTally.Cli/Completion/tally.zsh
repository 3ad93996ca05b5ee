#compdef tally
# Completion of tally for zsh. Load it behind compinit with: source <(tally completion zsh)
_tally() {
    local -a answers described open
    local answer label
    answers=("${(@f)$("${words[1]}" __complete -- "${(@Q)words[2,CURRENT]}" 2> /dev/null)}")
    for answer in "${answers[@]}"; do
        [[ -z $answer ]] && continue
        label=${${answer%%$'\t'*}//:/\\:}
        [[ $answer == *$'\t'* ]] && label+=":${answer#*$'\t'}"
        # What ends in a colon goes on: no space behind it.
        if [[ ${answer%%$'\t'*} == *: ]]; then open+=("$label"); else described+=("$label"); fi
    done
    if (( ! ${#described} && ! ${#open} )); then
        _files
        return
    fi
    (( ${#described} )) && _describe -V 'tally' described
    (( ${#open} )) && _describe -V 'tally' open -S ''
}
compdef _tally tally

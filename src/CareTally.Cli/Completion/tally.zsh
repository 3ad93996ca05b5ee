#compdef tally
# Completion of tally for zsh. Load it behind compinit with: source <(tally completion zsh)
_tally() {
    local -a answers described
    local answer label
    answers=("${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2> /dev/null)}")
    for answer in "${answers[@]}"; do
        [[ -z $answer ]] && continue
        label=${${answer%%$'\t'*}//:/\\:}
        if [[ $answer == *$'\t'* ]]; then described+=("$label:${answer#*$'\t'}"); else described+=("$label"); fi
    done
    if (( ${#described} )); then _describe -V 'tally' described; else _files; fi
}
compdef _tally tally

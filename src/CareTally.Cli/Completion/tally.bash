# Completion of tally for bash. Load it with: source <(tally completion bash)
_tally() {
    local line=${COMP_LINE:0:COMP_POINT} words=() answers=() answer current
    read -ra words <<< "$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    current=${words[${#words[@]} - 1]}
    while IFS= read -r answer; do
        answers+=("${answer%%$'\t'*}")
    done < <("${words[0]}" __complete -- "${words[@]:1}" 2> /dev/null)
    # bash counts what stands before a colon as a word of its own.
    if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
        answers=("${answers[@]#"${current%"${current##*:}"}"}")
    fi
    COMPREPLY=("${answers[@]}")
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace
    return 0
}
complete -o default -F _tally tally

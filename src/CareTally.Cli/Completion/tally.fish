# Completion of tally for fish. Keep it as ~/.config/fish/completions/tally.fish
function __tally_complete
    set -l words (commandline --tokenize --current-process --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    # A quote that is still open is no part of the word.
    set current (string replace --regex '^["\']' '' -- "$current")
    set -l answers ($words[1] __complete -- $words[2..-1] "$current" 2> /dev/null)
    if set -q answers[1]
        printf '%s\n' $answers
    else
        __fish_complete_path "$current"
    end
end
complete --command tally --no-files --arguments '(__tally_complete)'

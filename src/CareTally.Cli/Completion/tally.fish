# Completion of tally for fish. Keep it as ~/.config/fish/completions/tally.fish
function __tally_complete
    set -l words (commandline --tokenize --current-process --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    $words[1] __complete -- $words[2..-1] "$current" 2> /dev/null
end
complete --command tally --no-files --arguments '(__tally_complete)'

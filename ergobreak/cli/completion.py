"""Completion for bash, zsh, fish and PowerShell, made from the parser itself, so that it is never out of date."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ergobreak.cli import OK, daily
from ergobreak.cli.parser import HIDDEN, MAIN, build

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What may follow one command: the words and, for each, what it does."""

    path: tuple[str, ...]
    words: tuple[tuple[str, str], ...]


def run(options: Namespace) -> int:
    """Print the script for one shell."""
    tree = list(walk(build(), ()))
    writer = {"bash": bash, "zsh": zsh, "fish": fish, "powershell": powershell}[options.shell]
    daily.out(writer(tree).rstrip("\n"))
    return OK


def walk(parser: argparse.ArgumentParser, path: tuple[str, ...]) -> Iterator[Words]:
    """Every command with the words that may follow it."""
    words: list[tuple[str, str]] = []
    below: list[tuple[str, argparse.ArgumentParser]] = []
    for action in parser._actions:  # noqa: SLF001 - argparse has no public way to look at itself
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - see above
            helps = {each.dest: each.help or "" for each in action._choices_actions}  # noqa: SLF001 - see above
            for name, child in action.choices.items():
                if name not in HIDDEN:
                    words.append((name, helps.get(name, "")))
                    below.append((name, child))
        elif action.option_strings:
            words.append((action.option_strings[-1], action.help or ""))
        elif action.choices is not None:
            words += [(str(each), "") for each in action.choices]
        elif action.dest == "routine_id":
            words += [(each, "") for each in routine_ids()]
    yield Words(path=path, words=tuple(words))
    for name, child in below:
        yield from walk(child, (*path, name))


def routine_ids() -> list[str]:
    """The packaged routines, as people write them; each file is called by its id."""
    from ergobreak.routines.library import PACKAGED  # noqa: PLC0415 - only here

    return sorted(path.stem.replace("_", "-") for path in PACKAGED.glob("*.toml"))


def bash(tree: list[Words]) -> str:
    """For ``source <(ergobreak completion bash)``."""
    cases = "\n".join(
        f'    "{" ".join(each.path)}") words="{" ".join(word for word, _help in each.words)}" ;;' for each in tree
    )
    return f"""_{MAIN}() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" path="" words="" word
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$word" in -*) ;; *) path="${{path:+$path }}$word" ;; esac
  done
  while :; do
    case "$path" in
{cases}
    esac
    if [ -n "$words" ] || [ -z "$path" ]; then break; fi
    case "$path" in *" "*) path="${{path% *}}" ;; *) path="" ;; esac
  done
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -F _{MAIN} {MAIN}
"""


def zsh(tree: list[Words]) -> str:
    """For a file ``_ergobreak`` in ``$fpath``, or ``source <(ergobreak completion zsh)``."""

    def row(word: str, words: str) -> str:
        text = words.replace("'", "'\\''").replace(":", "\\:")
        return f"'{word}:{text}'" if text else f"'{word}'"

    cases = "\n".join(
        f'    "{" ".join(each.path)}") found=({" ".join(row(*pair) for pair in each.words)}) ;;' for each in tree
    )
    return f"""#compdef {MAIN}
_{MAIN}() {{
  local before="" word
  local -a found
  for word in "${{(@)words[2,CURRENT-1]}}"; do
    [[ $word == -* ]] || before="${{before:+$before }}$word"
  done
  while true; do
    case "$before" in
{cases}
    esac
    if (( $#found )) || [[ -z $before ]]; then break; fi
    case "$before" in *" "*) before="${{before% *}}" ;; *) before="" ;; esac
  done
  _describe '{MAIN}' found
}}
compdef _{MAIN} {MAIN}
"""


def fish(tree: list[Words]) -> str:
    """For ``ergobreak completion fish | source``."""
    lines = [f"complete -c {MAIN} -f"]
    for each in tree:
        subs = [word for word, _help in each.words if not word.startswith("-")]
        if each.path:
            seen = "; and ".join(f"__fish_seen_subcommand_from {part}" for part in each.path)
            condition = seen + (f"; and not __fish_seen_subcommand_from {' '.join(subs)}" if subs else "")
        else:
            condition = "__fish_use_subcommand"
        for word, words in each.words:
            text = words.replace("'", "\\'")
            flag = f"-l {word.removeprefix('--')}" if word.startswith("--") else f"-a {word}"
            lines.append(f"complete -c {MAIN} -n '{condition}' {flag} -d '{text}'")
    return "\n".join(lines) + "\n"


def powershell(tree: list[Words]) -> str:
    """For ``ergobreak completion powershell | Out-String | Invoke-Expression``."""
    rows = "\n".join(
        f"    '{' '.join(each.path)}' = @({', '.join(repr(word) for word, _help in each.words)})" for each in tree
    )
    return f"""Register-ArgumentCompleter -Native -CommandName {MAIN} -ScriptBlock {{
  param($wordToComplete, $commandAst, $cursorPosition)
  $table = @{{
{rows}
  }}
  $before = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object {{ "$_" }} |
    Where-Object {{ $_ -notlike '-*' -and $_ -ne $wordToComplete }})
  $words = $table[($before -join ' ')]
  while (-not $words -and $before.Count -gt 0) {{
    $before = @($before | Select-Object -SkipLast 1)
    $words = $table[($before -join ' ')]
  }}
  $words | Where-Object {{ $_ -like "$wordToComplete*" }} |
    ForEach-Object {{ [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }}
}}
"""

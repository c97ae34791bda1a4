# Sourced by the other scripts: one way to speak, to fail, and to install what is missing.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Programs that `cargo install` has built are found even where the profile does not add them.
export PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"

# Where cargo puts what it builds. Not exported: tools would be built there too.
# shellcheck disable=SC2034  # for the scripts that start what was built
TARGET=${CARGO_TARGET_DIR:-target}

say() { printf '\n== %s\n' "$*"; }

# Ends with one sentence that says what is wrong and how to mend it.
fail() {
  printf '\ngongkai: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# need_rust: the toolchain is the one thing that is not installed for you.
need_rust() {
  have cargo && have rustc ||
    fail "Rust is missing: install it from https://rustup.rs (or your own mirror) and open a new shell."
  local wanted found
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  found=$(rustc --version | cut -d ' ' -f 2)
  printf '%s\n%s\n' "$wanted" "$found" | sort -V -C ||
    fail "Rust $found is too old, $wanted or later is needed: run 'rustup update stable'."
}

# need_packages TEST:PACKAGE…: installs the Debian packages whose test fails. A test is the name of a program, or
# the absolute path of a file.
need_packages() {
  local pair missing=()
  for pair in "$@"; do
    case $pair in
      /*) [ -e "${pair%%:*}" ] || missing+=("${pair#*:}") ;;
      *) have "${pair%%:*}" || missing+=("${pair#*:}") ;;
    esac
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  local as_root=()
  have apt-get || fail "these packages are missing and this is no Debian: install ${missing[*]} and run it again."
  if [ "$(id -u)" -ne 0 ]; then
    have sudo && sudo -n true 2>/dev/null ||
      fail "packages are missing: run 'sudo apt-get install ${missing[*]}', or run this as root."
    as_root=(sudo -n)
  fi
  say "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >/dev/null ||
    fail "apt-get could not install ${missing[*]}: check the network and /etc/apt/sources.list."
}

# need_node: Node and npm build the style sheets and drive the browser.
need_node() {
  need_packages node:nodejs npm:npm
  [ "$(node --print 'process.versions.node.split(".")[0]')" -ge 18 ] ||
    fail "Node $(node --version) is too old: install Node 18 or later (Debian 12 has it: apt-get install nodejs npm)."
}

# need_cargo_tool NAME: a cargo subcommand, built once from its own lock file.
need_cargo_tool() {
  have "$1" && return 0
  say "Building $1 (a few minutes, once)"
  cargo install --quiet --locked "$1" ||
    fail "cargo could not install $1: check the network, or install it yourself with 'cargo install --locked $1'."
}

# need_python_tool PROGRAM REQUIREMENT: a program from PyPI that tests start, in an environment of its own beside what
# cargo builds: $TARGET/tools/NAME.
need_python_tool() {
  local name=${1%%_*} folder
  folder="$TARGET/tools/$name"
  [ -x "$folder/bin/$1" ] && return 0
  need_packages python3:python3 /usr/share/doc/python3-venv:python3-venv
  say "Installing $name from PyPI"
  python3 -m venv --clear "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check "$2" ||
    fail "pip could not install $2: check the network, or set PIP_INDEX_URL to your own mirror."
}

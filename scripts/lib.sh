# Shared by the scripts: what is installed, and how. Sourced, never run.
# A step says one line; its noise goes to var/log/install.log and is shown only when it fails.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 022
VAR_DIR=$(realpath -m "${VAR_DIR:-var}")
export VAR_DIR
mkdir -p "$VAR_DIR/log"
INSTALL_LOG="$VAR_DIR/log/install.log"
apt_is_fresh=0

trap 'printf "\nAfbrudt.\n" >&2; exit 130' INT

say() { printf '%s\n' "$*"; }

die() {
  printf '%s\n' "$*" >&2
  exit "${EXIT_CODE:-1}"
}

# quietly COMMAND...: run it with its output in the log; on failure show the end of the log.
quietly() {
  "$@" >>"$INSTALL_LOG" 2>&1 </dev/null || {
    local code=$?
    tail -n 30 "$INSTALL_LOG" >&2
    EXIT_CODE=$code die "Mislykkedes: $*"
  }
}

has_package() { dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'; }

# need_packages NAME...: install the Debian packages that are missing; touch apt only when one is.
need_packages() {
  command -v dpkg-query >/dev/null || {
    say "  Ikke Debian: sørg selv for det, der svarer til $*"
    return 0
  }
  local missing=() name
  for name in "$@"; do has_package "$name" || missing+=("$name"); done
  ((${#missing[@]})) || return 0
  local as_root=()
  if ((EUID)); then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
      as_root=(sudo)
    else
      EXIT_CODE=3 die "Systempakker mangler. Kør som root: apt-get install --no-install-recommends ${missing[*]}"
    fi
  fi
  say "  Systempakker: ${missing[*]} …"
  local apt=(${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  ((apt_is_fresh)) || quietly "${apt[@]}" update
  apt_is_fresh=1
  quietly "${apt[@]}" install --no-install-recommends "${missing[@]}"
}

# need_python: a Python of at least 3.11 that can make a venv, in $PYTHON.
need_python() {
  PYTHON="${PYTHON:-python3}"
  command -v "$PYTHON" >/dev/null || need_packages python3 python3-venv
  "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    die "Python 3.11 eller nyere er nødvendig; $PYTHON er ældre. Sæt PYTHON=/sti/til/python3.11."
  "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || need_packages python3-venv
}

# need_venv run|dev: .venv holds what the lock file names, each file proved by its hash. A stamp says so,
# so that the next start costs nothing. requirements-dev.txt contains all of requirements.txt.
need_venv() {
  local run dev
  run=$(venv_stamp requirements.txt)
  dev=$(venv_stamp requirements-dev.txt)
  if [[ ! -x .venv/bin/python || $(stamped run) != "$run" ]]; then
    # Rebuilt, not patched: a package that left the lock file must leave the folder too.
    rm -rf .venv
    quietly "$PYTHON" -m venv .venv
    install_lock "requirements$([[ $1 == run ]] || printf -- -dev).txt"
  elif [[ $1 == dev && $(stamped dev) != "$dev" ]]; then
    install_lock requirements-dev.txt
  else
    return 0
  fi
  printf '%s' "$run" >.venv/.stamp-run
  [[ $1 == run ]] || printf '%s' "$dev" >.venv/.stamp-dev
}

venv_stamp() { "$PYTHON" -c 'import sys; print(sys.version.split()[0], sys.base_prefix)' && sha256sum <"$1"; }

stamped() { cat ".venv/.stamp-$1" 2>/dev/null || true; }

# Without compiling: Python compiles what is used when it is first used, a sixth of it, and the start is twice as fast.
install_lock() {
  say "  Python-pakker fra $1 …"
  quietly .venv/bin/python -m pip install --disable-pip-version-check --progress-bar off --no-compile --no-deps \
    --require-hashes -r "$1"
}

# need_secret_key: made once, readable by its owner only, never in git.
need_secret_key() {
  [[ -n ${SECRET_KEY:-} || -n ${SECRET_KEY_FILE:-} ]] && return 0
  local file="$VAR_DIR/secret.key"
  [[ -s $file ]] || (umask 077 && "$PYTHON" -c 'import secrets; print(secrets.token_urlsafe(60))' >"$file")
}

# Shared by the scripts: what is installed, and how. Sourced, never run.
# A step says one line; its noise goes to var/log/install.log and is shown only when it fails.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 022
VAR_DIR=$(realpath -m "${VAR_DIR:-var}")
export VAR_DIR
mkdir -p "$VAR_DIR/log"
INSTALL_LOG="$VAR_DIR/log/install.log"
PACKAGES_LOG="$VAR_DIR/log/packages.log"
apt_is_fresh=0

trap 'printf "\nAfbrudt.\n" >&2; exit 130' INT

say() { printf '%s\n' "$*"; }

line_is_open=0
# What went wrong begins its own line.
close_line() {
  ((!line_is_open)) || printf '\n' >&2
  line_is_open=0
}

die() {
  close_line
  printf '%s\n' "$*" >&2
  exit "${EXIT_CODE:-1}"
}

# quietly COMMAND...: run it with its output in the log; on failure show the end of the log.
quietly() {
  "$@" >>"$INSTALL_LOG" 2>&1 </dev/null || {
    local code=$?
    close_line
    tail -n 30 "$INSTALL_LOG" >&2
    EXIT_CODE=$code die "Mislykkedes: $*"
  }
}

# timed TEXT COMMAND...: a line that ends with the seconds the command took.
timed() {
  local since
  since=$(microseconds)
  printf '  %s …' "$1"
  line_is_open=1
  "${@:2}"
  line_is_open=0
  printf ' %s s\n' "$(seconds_since "$since")"
}

microseconds() { printf '%s' "${EPOCHREALTIME/[.,]/}"; }
seconds_since() { printf '%s' "$((($(microseconds) - $1 + 500000) / 1000000))"; }

has_package() { dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'; }

# need_packages NAME...: install the Debian packages that are missing; touch apt only when one is.
need_packages() {
  begin_packages "$@"
  finish_packages
}

# begin_packages NAME...: the same beside what follows, for it is mostly waiting; finish_packages waits for it.
begin_packages() {
  command -v dpkg-query >/dev/null || {
    say "  Ikke Debian: sørg selv for det, der svarer til $*"
    return 0
  }
  missing_packages=()
  local name
  for name in "$@"; do has_package "$name" || missing_packages+=("$name"); done
  ((${#missing_packages[@]})) || return 0
  local as_root=()
  if ((EUID)); then
    # A password is asked for now, while nothing else writes on the terminal.
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }; }; then
      as_root=(sudo)
    else
      EXIT_CODE=3 die "Systempakker mangler. Kør som root: apt-get install --no-install-recommends ${missing_packages[*]}"
    fi
  fi
  local apt=(${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  : >"$PACKAGES_LOG"
  exec {packages_done}< <(
    since=$(microseconds)
    exec 2>>"$PACKAGES_LOG" </dev/null
    { ((apt_is_fresh)) || "${apt[@]}" update >&2; } &&
      "${apt[@]}" install --no-install-recommends "${missing_packages[@]}" >&2 &&
      seconds_since "$since"
  )
}

finish_packages() {
  [[ -n ${packages_done:-} ]] || return 0
  local seconds
  printf '  Systempakker: %s …' "${missing_packages[*]}"
  line_is_open=1
  read -r seconds <&"$packages_done" || [[ -n $seconds ]] || {
    close_line
    tail -n 30 "$PACKAGES_LOG" >&2
    die "Mislykkedes: apt-get install ${missing_packages[*]}"
  }
  line_is_open=0
  printf ' %s s\n' "$seconds"
  exec {packages_done}<&-
  unset packages_done
  apt_is_fresh=1
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

install_lock() { timed "Python-pakker fra $1" fill_venv "$1"; }

# By uv, at a third of pip's time; by pip where uv cannot be had or does not find the packages. Neither compiles:
# Python compiles what is used when it is first used, a sixth of it, and the start is twice as fast.
fill_venv() {
  fill_by_uv "$1" >>"$INSTALL_LOG" 2>&1 </dev/null && return
  quietly "$PYTHON" -m venv .venv
  quietly .venv/bin/python -m pip install --disable-pip-version-check --progress-bar off --no-compile --no-deps \
    --require-hashes -r "$1"
}

# Every step joined by &&: called in a condition, where `set -e` does not hold.
fill_by_uv() {
  local uv=.venv/.uv/bin/uv
  { [[ -x .venv/bin/python ]] || "$PYTHON" -m venv --without-pip .venv; } &&
    { [[ -x $uv ]] || fetch_uv; } &&
    UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-}} UV_PYTHON_DOWNLOADS=never "$uv" pip install --system-certs \
      --python .venv/bin/python --no-deps --require-hashes -r "$1"
}

# uv itself, into a folder of its own so that .venv holds no more than its lock file: its wheel, proved by the hash in
# requirements-dev.txt. pip is Python's, or the one Python would put in a venv, run from its wheel as venv runs it:
# putting it there takes longer than all that uv does.
fetch_uv() {
  local pip
  pip=$("$PYTHON" - <<'PYTHON'
import ensurepip
import importlib.util
import sysconfig
from pathlib import Path

folders = [sysconfig.get_config_var("WHEEL_PKG_DIR"), Path(ensurepip.__file__).parent / "_bundled"]
wheels = [wheel for folder in folders if folder for wheel in Path(folder).glob("pip-*.whl")]
installed = importlib.util.find_spec("pip")
print(Path(installed.origin).parent if installed else wheels[0] / "pip")
PYTHON
  ) &&
    mkdir -p .venv/.uv &&
    sed -n '/^uv==/,/[^\\]$/p' requirements-dev.txt >.venv/.uv/lock.txt &&
    "$PYTHON" "$pip" install --disable-pip-version-check --progress-bar off --no-compile --no-deps --only-binary :all: \
      --require-hashes --target .venv/.uv -r .venv/.uv/lock.txt
}

# need_secret_key: made once, readable by its owner only, never in git.
need_secret_key() {
  [[ -n ${SECRET_KEY:-} || -n ${SECRET_KEY_FILE:-} ]] && return 0
  local file="$VAR_DIR/secret.key"
  [[ -s $file ]] || (umask 077 && "$PYTHON" -c 'import secrets; print(secrets.token_urlsafe(60))' >"$file")
}

#!/usr/bin/env bash
# Runs a command where containers can be run: containers.sh [--services] COMMAND…
#
# Where `docker info` answers, that engine serves, with the images that it has or can pull. Elsewhere, as root on Debian, an engine is
# made for this one call: podman from Debian behind Docker's interface at DOCKER_HOST, in process, mount and network namespaces of its
# own, on a folder of its own. Nothing of it outlives the call. Exit code 3 when there can be no engine; else that of the command.
#
# No registry for images is asked by an engine made here, so the images that others publish are stand-ins under the same names, made of
# Debian's packages and this machine's .NET SDK and Node (stand-ins.sh). The product's own image is built by deploy/Dockerfile as it is.
#   --services                   leaves out the product's image
#   REFERRALHUB_TEST_ENGINE=DIR  keeps the made engine's images in DIR, for the next call
set -u -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
product=referralhub:test
services=(postgres:17 rabbitmq:3.13)
build=(node:20-bookworm-slim mcr.microsoft.com/dotnet/sdk:10.0 mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra)

with_product=1
[ "${1:-}" = --services ] && { with_product=0; shift; }
[ $# -gt 0 ] || { echo "containers.sh needs a command" >&2; exit 1; }
images=("${services[@]}")
[ "$with_product" -eq 0 ] || images+=("${build[@]}")

started=$(date +%s)
say() { printf '[%3d s] %s\n' $(($(date +%s) - started)) "$*" >&2; }

can_make_images() { [ "$(id -u)" -eq 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null 2>&1; }

# ---- an engine that is there

if command -v docker >/dev/null 2>&1 && docker info >/dev/null 2>&1; then
  say "docker info answers: $(docker version --format '{{.Server.Version}}' 2>/dev/null) at ${DOCKER_HOST:-its usual place}"
  export REFERRALHUB_TEST_STAND_INS="${REFERRALHUB_TEST_STAND_INS:-}"
  for image in "${images[@]}"; do
    docker image inspect "$image" >/dev/null 2>&1 || docker pull -q "$image" >/dev/null 2>&1 || say "not to be had: $image"
  done
  if [ "$with_product" -eq 1 ] && ! docker image inspect "$product" >/dev/null 2>&1; then
    all=1
    for image in "${build[@]}"; do docker image inspect "$image" >/dev/null 2>&1 || all=0; done
    if [ "$all" -eq 1 ]; then
      say "building the product's image"
      docker build -q -f "$root/deploy/Dockerfile" -t "$product" "$root" >&2 || { say "deploy/Dockerfile does not build"; exit 1; }
    fi
  fi
  say "running: $*"
  "$@"
  exit $?
fi

# ---- an engine of our own

say "docker info does not answer; making an engine for this call"
can_make_images || { echo "Neither is there a container engine, nor may one be made (that takes root on Debian)." >&2; exit 3; }

needed=(podman crun netavark aardvark-dns iptables iproute2 catatonit)
missing=()
for package in "${needed[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
# The hub is started as docker-compose.yml says by the Compose that is there; Debian's is the older one.
docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null 2>&1 || missing+=(docker-compose)
if [ ${#missing[@]} -gt 0 ]; then
  say "installing ${missing[*]}"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "${missing[@]}"; } >/dev/null 2>&1 || { echo "${missing[*]} cannot be installed." >&2; exit 3; }
fi

if [ -n "${REFERRALHUB_TEST_ENGINE:-}" ]; then lab=$REFERRALHUB_TEST_ENGINE; mkdir -p "$lab"; else lab=$(mktemp -d); fi
chmod 755 "$lab"
clean_up() {
  # What a layer is mounted on cannot be removed.
  umount "$lab/store/overlay" 2>/dev/null
  if [ -z "${REFERRALHUB_TEST_ENGINE:-}" ]; then rm -rf "$lab"; else rm -rf "$lab/run" "$lab/socket" "$lab/roots"; fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM

mkdir -p "$lab"/{store,run,bin}
cat >"$lab/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$lab/store"
runroot = "$lab/run"
END
# No control groups, which a machine like this one may have mounted in both versions at once; no higher limits than we have ourselves.
files=$(ulimit -Hn)
cat >"$lab/containers.conf" <<END
[containers]
cgroups = "disabled"
default_ulimits = ["nofile=$files:$files", "nproc=32768:32768"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "crun"
[network]
network_backend = "netavark"
network_config_dir = "$lab/networks"
END
printf 'unqualified-search-registries = ["docker.io"]\nshort-name-mode = "disabled"\n' >"$lab/registries.conf"
export CONTAINERS_STORAGE_CONF=$lab/storage.conf CONTAINERS_CONF=$lab/containers.conf CONTAINERS_REGISTRIES_CONF=$lab/registries.conf
# Its own timers for health checks would be systemd's; they are run below.
export DISABLE_HC_SYSTEMD=true
# Without Docker's client podman's answers to the same words.
command -v docker >/dev/null 2>&1 || ln -sfn "$(command -v podman)" "$lab/bin/docker"
export PATH=$lab/bin:$PATH

full() { case "$1" in */*) echo "$1" ;; *) echo "docker.io/library/$1" ;; esac; }

lacking=()
for image in "${images[@]}"; do podman image exists "$(full "$image")" || lacking+=("$image"); done
if [ ${#lacking[@]} -gt 0 ]; then
  say "making stand-ins for ${lacking[*]}"
  bash "$here/stand-ins.sh" "$lab" "${lacking[@]}" || { echo "A stand-in could not be made." >&2; exit 1; }
fi
if [ "$with_product" -eq 1 ]; then
  say "building the product's image by deploy/Dockerfile"
  # Docker's format, because the other one drops HEALTHCHECK. What this machine has restored before is not fetched again.
  mkdir -p "$HOME/.nuget/packages"
  podman build --quiet --pull=never --format docker --isolation chroot --network host --volume "$HOME/.nuget/packages:/root/.nuget/packages" \
    -f "$root/deploy/Dockerfile" -t "docker.io/library/$product" "$root" >"$lab/build.log" 2>&1 ||
    { tail -n 40 "$lab/build.log" >&2; say "deploy/Dockerfile does not build"; exit 1; }
fi

mkdir -p "$lab/socket"
export DOCKER_HOST=unix://$lab/socket/engine.sock
# The container that clears up after a test run asks for more than there is; the namespaces clear up here.
export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
export REFERRALHUB_TEST_STAND_INS="${images[*]}"
say "stand-ins, not the publishers' images: $REFERRALHUB_TEST_STAND_INS"
say "running: $*"
unshare --mount --net --pid --fork --kill-child --mount-proc bash -c '
  # crun refuses the two versions of control groups side by side.
  umount /sys/fs/cgroup/unified 2>/dev/null
  # What the network writes down about its containers ends with them, too.
  mkdir -p /run/containers && mount -t tmpfs tmpfs /run/containers
  ip link set lo up
  podman system service --time=0 "$DOCKER_HOST" >/dev/null 2>&1 &
  for _ in $(seq 100); do [ -S "${DOCKER_HOST#unix://}" ] && break; sleep 0.1; done
  while sleep 3; do
    for id in $(podman ps -q 2>/dev/null); do podman healthcheck run "$id" >/dev/null 2>&1; done
  done &
  "$@"
  code=$?
  podman rm --all --force --time 1 >/dev/null 2>&1
  exit $code' engine "$@"
exit $?

#!/usr/bin/env bash
# Makes images under the names of others' where no registry can be asked: stand-ins.sh FOLDER IMAGE…. They hold Debian's packages, and
# this machine's .NET SDK and Node, so versions are those and not the publishers'; what they are started with is meant to be the same.
# Called by containers.sh, which has pointed podman at its folder.
set -eu -o pipefail
lab=$1
shift
mkdir -p "$lab/roots"

newest() { # PREFIX: the package of that name with the highest number, such as libicu72 or postgresql-15
  apt-cache pkgnames "$1" | grep -E "^$1[0-9]+(t64)?$" | sort -V | tail -n 1
}

# apt as on a machine where nothing is installed: what it fetches is a package and all that it needs.
fresh_apt() { # IMAGE'S FOLDER, ARGUMENTS…
  local folder=$1
  shift
  apt-get -q -o Dir::State::status="$folder.none" -o Dir::Cache::archives="$folder.debs" -o Debug::NoLocking=1 \
    -o APT::Install-Recommends=false -o APT::Sandbox::User=root "$@"
}

# Unpacks packages with all that they need into a folder. Their scripts are not run; what those would do is done here.
unpack() { # FOLDER [--only=EXPRESSION] PACKAGE…
  local folder=$1 only=. deb
  shift
  case "$1" in --only=*) only=${1#*=}; shift ;; esac
  : >"$folder.none"
  mkdir -p "$folder.debs/partial" "$folder"/{proc,sys,dev,run,tmp,etc,root,var}
  chmod 1777 "$folder/tmp"
  ln -sfn /run "$folder/var/run"
  for name in bin sbin lib lib64; do
    mkdir -p "$folder/usr/$name"
    ln -sfn "usr/$name" "$folder/$name"
  done
  fresh_apt "$folder" --download-only -y install "$@" >/dev/null 2>&1
  for deb in "$folder.debs"/*.deb; do
    [[ $(basename "$deb") =~ $only ]] || continue
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$folder" --keep-directory-symlink \
      --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*'
  done
  rm -rf "$folder.debs" "$folder.none"
  # This machine's own word on whom to trust: a proxy that it knows is known in the image.
  mkdir -p "$folder/etc/ssl/certs"
  cp -L /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/"
  ldconfig -r "$folder"
}

# Users as Debian has them, and the shell and awk that packages' scripts would have chosen.
settle() { # FOLDER [USER]
  cp "$1/usr/share/base-passwd/passwd.master" "$1/etc/passwd"
  cp "$1/usr/share/base-passwd/group.master" "$1/etc/group"
  ln -sfn bash "$1/usr/bin/sh"
  [ ! -e "$1/usr/bin/gawk" ] || ln -sfn gawk "$1/usr/bin/awk"
  if [ -n "${2:-}" ]; then
    echo "$2:x:999:" >>"$1/etc/group"
    echo "$2:x:999:999::/var/lib/$2:/bin/bash" >>"$1/etc/passwd"
  fi
}

# What the machine says about proxies and certificates holds in an image that builds on it.
network_settings() {
  local name
  for name in HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy NUGET_CERT_REVOCATION_MODE; do
    [ -z "${!name:-}" ] || echo "ENV $name=${!name}"
  done
  echo "ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"
  echo "ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt"
}

keep() { # IMAGE FOLDER [--with=PATH OF THIS MACHINE]… CHANGE…: makes the image of the folder
  local image=$1 folder=$2 change
  shift 2
  local -a more=() changes=()
  for change in "$@"; do
    case "$change" in
      --with=*) more+=(-C / "${change#--with=/}") ;;
      *) changes+=(--change "$change") ;;
    esac
  done
  [[ $image == */* ]] || image=docker.io/library/$image
  if ! tar -c -C "$folder" . "${more[@]}" | podman import --quiet "${changes[@]}" - "$image" >/dev/null; then
    # What came through of it is no image.
    podman rmi --force "$image" >/dev/null 2>&1
    return 1
  fi
  rm -rf "$folder"
}

make_rabbitmq() { # IMAGE FOLDER
  unpack "$2" bash coreutils grep sed gawk hostname procps util-linux base-passwd libc-bin rabbitmq-server
  settle "$2" rabbitmq
  mkdir -p "$2"/var/{lib,log}/rabbitmq "$2/etc/rabbitmq" "$2/usr/local/bin"
  chown -R 999:999 "$2"/var/{lib,log}/rabbitmq "$2/etc/rabbitmq"
  rm -f "$2/etc/rabbitmq/rabbitmq-env.conf"
  # As in the publisher's: who comes to the container's port does not come from loopback.
  echo 'loopback_users = none' >"$2/etc/rabbitmq/rabbitmq.conf"
  install -m 755 "$(dirname "$0")/rabbitmq-entrypoint.sh" "$2/usr/local/bin/entrypoint.sh"
  keep "$1" "$2" 'ENTRYPOINT ["/usr/local/bin/entrypoint.sh"]' 'CMD ["rabbitmq-server"]' \
    'ENV PATH=/usr/lib/rabbitmq/bin:/usr/local/bin:/usr/sbin:/usr/bin' 'ENV HOME=/var/lib/rabbitmq' 'ENV LANG=C.UTF-8' \
    'ENV RABBITMQ_LOGS=-' 'VOLUME /var/lib/rabbitmq' 'EXPOSE 5672'
}

make_postgres() { # IMAGE FOLDER
  local package
  package=$(newest postgresql-)
  unpack "$2" bash coreutils grep sed util-linux base-passwd libc-bin "$package"
  settle "$2" postgres
  mkdir -p "$2/var/lib/postgresql/data" "$2/run/postgresql" "$2/usr/local/bin"
  chown -R 999:999 "$2/var/lib/postgresql" "$2/run/postgresql"
  install -m 755 "$(dirname "$0")/postgres-entrypoint.sh" "$2/usr/local/bin/entrypoint.sh"
  keep "$1" "$2" 'ENTRYPOINT ["/usr/local/bin/entrypoint.sh"]' 'CMD ["postgres"]' \
    "ENV PATH=/usr/lib/postgresql/${package#postgresql-}/bin:/usr/local/bin:/usr/sbin:/usr/bin" 'ENV LANG=C.UTF-8' \
    'ENV PGDATA=/var/lib/postgresql/data' 'VOLUME /var/lib/postgresql/data' 'STOPSIGNAL SIGINT' 'EXPOSE 5432'
}

build_base() { # FOLDER: what both images need that only build
  unpack "$1" bash coreutils grep sed findutils gawk tar gzip base-passwd libc-bin libstdc++6 zlib1g tzdata "$(newest libicu)" "$(newest libssl)"
  settle "$1"
}

make_node() { # IMAGE FOLDER
  build_base "$2"
  local -a settings
  mapfile -t settings < <(network_settings)
  ln -sfn ../lib/node_modules/npm/bin/npm-cli.js "$2/usr/bin/npm"
  keep "$1" "$2" --with="$(readlink -f "$(command -v node)")" --with="$(dirname "$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")")/npm" \
    "${settings[@]}" 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin'
}

dotnet_home() { # where the SDK says that it is, whatever the command on the path is
  dotnet --list-sdks | tail -n 1 | sed 's/^[^[]*\[\(.*\)\/sdk\]$/\1/'
}

make_sdk() { # IMAGE FOLDER
  build_base "$2"
  local -a settings
  mapfile -t settings < <(network_settings)
  local home
  home=$(dotnet_home)
  ln -sfn "$home/dotnet" "$2/usr/bin/dotnet"
  if [ -f "$HOME/.nuget/NuGet/NuGet.Config" ]; then install -D "$HOME/.nuget/NuGet/NuGet.Config" "$2/root/.nuget/NuGet/NuGet.Config"; fi
  keep "$1" "$2" --with="$home" "${settings[@]}" 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin' 'ENV DOTNET_CLI_TELEMETRY_OPTOUT=1' \
    'ENV DOTNET_NOLOGO=1' 'ENV DOTNET_GENERATE_ASPNET_CERTIFICATE=false' 'ENV APP_UID=1654'
}

make_aspnet() { # IMAGE FOLDER: no shell, no package manager, a user of its own
  local home icu ssl
  home=$(dotnet_home)
  icu=$(newest libicu)
  ssl=$(newest libssl)
  unpack "$2" --only="^(libc6|libgcc-s1|libstdc\+\+6|zlib1g|tzdata|$icu|$ssl)_" libc6 libgcc-s1 libstdc++6 zlib1g tzdata "$icu" "$ssl"
  printf 'root:x:0:0:root:/root:/usr/sbin/nologin\napp:x:1654:1654::/home/app:/usr/sbin/nologin\n' >"$2/etc/passwd"
  printf 'root:x:0:\napp:x:1654:\n' >"$2/etc/group"
  mkdir -p "$2/home/app"
  chown 1654:1654 "$2/home/app"
  ln -sfn "$home/dotnet" "$2/usr/bin/dotnet"
  keep "$1" "$2" --with="$home/dotnet" --with="$home/host" --with="$home/shared" 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin' \
    'ENV APP_UID=1654' 'ENV ASPNETCORE_HTTP_PORTS=8080' 'ENV DOTNET_RUNNING_IN_CONTAINER=true' 'USER 1654'
}

make_image() { # IMAGE
  local name=${1##*/}
  "make_${name%%:*}" "$1" "$lab/roots/${name%%:*}"
}

# Two at a time: they unpack while others fetch.
running=() failed=0
for image in "$@"; do
  make_image "$image" &
  running+=($!)
  if [ ${#running[@]} -ge 2 ]; then
    wait "${running[0]}" || failed=1
    running=("${running[@]:1}")
  fi
done
for one in "${running[@]}"; do wait "$one" || failed=1; done
exit $failed

#!/usr/bin/env bash
# Makes up the secrets of docker-compose.yml, each a file: make-secrets.sh FOLDER [postgresql|sqlserver]. What is there already stays.
# The folder is closed to everybody else; the files in it can be read by whoever is let in, because the hub in its container is another
# user than you, and Compose mounts them as they are.
set -eu
folder=${1:?make-secrets.sh FOLDER [postgresql|sqlserver]} database=${2:-postgresql}
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"

secret() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }
keep() { # NAME: what it is told, unless the file is there
  [ -s "$1" ] && { cat >/dev/null; return; }
  (umask 077 && cat >"$1.new") && chmod 444 "$1.new" && mv "$1.new" "$1"
}

# A capital, a small letter, a digit and a sign, which SQL Server asks for.
printf 'A1-%s' "$(secret)" | keep database-password
secret | tr -d '\n' | keep broker-password
case "$database" in
  postgresql) printf 'Host=127.0.0.1;Database=referralhub;Username=referralhub;Password=%s' "$(cat database-password)" ;;
  sqlserver)
    printf 'Server=127.0.0.1;Database=referralhub;User ID=sa;Password=%s;TrustServerCertificate=true' "$(cat database-password)" ;;
  *) echo "make-secrets.sh: unknown database $database (known: postgresql, sqlserver)" >&2; exit 1 ;;
esac | keep database
printf 'amqp://referralhub:%s@127.0.0.1:5672' "$(cat broker-password)" | keep broker
printf 'default_user = referralhub\ndefault_pass = %s\n' "$(cat broker-password)" | keep rabbitmq.conf

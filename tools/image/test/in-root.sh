#!/bin/sh
# in-root.sh ROOT WORKDIR UID rw|ro DATA NODE COMMAND…
# Runs a command as a container would: in a root of its own, which may be read-only, as a user
# without any right. What an image of Debian has comes from this machine. Needs "unshare --mount".
set -eu
root=$1 workdir=$2 uid=$3 mode=$4 data=$5 node=$6
shift 6
mount --bind "$root" "$root"
for dir in usr bin sbin lib lib64 etc; do
  [ -d "/$dir" ] || continue
  mkdir -p "$root/$dir"
  mount --bind "/$dir" "$root/$dir"
  mount -o remount,bind,ro "$root/$dir"
done
mkdir -p "$root/proc" "$root/dev" "$root/data" "$root/node"
mount --bind /proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind "$data" "$root/data"
mount --bind "$node" "$root/node"
mount -o remount,bind,ro "$root/node"
if [ "$mode" = ro ]; then mount -o remount,bind,ro "$root"; fi
exec /usr/sbin/chroot "$root" /usr/bin/setpriv --reuid "$uid" --regid "$uid" --clear-groups \
  --bounding-set=-all --inh-caps=-all --no-new-privs \
  /bin/sh -c 'cd "$0" && exec "$@"' "$workdir" "$@"

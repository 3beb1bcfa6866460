#!/bin/busybox sh
# First process of the machine: loads the modules, puts the host's files under devices and tmpfs of its own, and starts
# $program with $node there (both from the kernel's command line). What is printed goes to the second serial line;
# lines that begin with @ are for run.ts.
b=/bin/busybox
$b mount -t devtmpfs dev /dev
exec >/dev/ttyS1 2>&1 </dev/null
$b stty -F /dev/ttyS1 raw -echo
$b mount -t proc proc /proc
$b mount -t sysfs sys /sys

# The USB controllers and the class driver are loaded by the program, as it needs them.
while read -r module; do
  case "$module" in dummy_hcd.ko | usbtmc.ko) continue ;; esac
  $b insmod "/modules/$module" || echo "@trouble module $module"
done </modules/order

share=trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro
$b mount -t 9p -o "$share" root /host || echo "@trouble the host's files cannot be mounted"
for place in tmp run mnt; do $b mount -t tmpfs "$place" "/host/$place"; done
$b mkdir -p /host/run/repo /host/run/modules /host/run/lock /host/run/ffs
$b mount -t 9p -o "$share" repo /host/run/repo || echo "@trouble the repository cannot be mounted"
$b cp /modules/dummy_hcd.ko /modules/usbtmc.ko /host/run/modules
$b cp /bin/busybox /host/run/busybox
for place in dev proc sys; do $b mount --move "/$place" "/host/$place"; done
$b mount -t configfs config /host/sys/kernel/config || echo "@trouble no configfs"
$b ip link set lo up
# Announces devices that come and go: libraries listen to it and not to the kernel.
udevd=/lib/systemd/systemd-udevd
$b chroot /host $udevd --daemon || echo "@trouble no udev"
echo "@booted $($b cut -d ' ' -f 1 /host/proc/uptime)"

export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp
$b chroot /host /run/busybox sh -c "cd /run/repo && exec $node $program"
echo "@exit $?"
$b poweroff -f

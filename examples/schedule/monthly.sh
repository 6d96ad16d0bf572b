#!/bin/sh
# Load what is new, and send the dashboard if a target was missed. Run it in the folder that has data/.
# MAIL_FROM and MAIL_TO are addresses; SENDMAIL is the program that sends.
set -eu
supportwh build --quiet
code=0
supportwh dashboard --mail --attach page --if-missed --from "$MAIL_FROM" --to "$MAIL_TO" || code=$?
case $code in
    0) "${SENDMAIL:-/usr/sbin/sendmail}" -t < dashboard.eml ;;
    4) echo "No target was missed: no email." ;;
    *) exit "$code" ;;
esac

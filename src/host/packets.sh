# shellcheck shell=bash
# Publishes how many packets came in during the last minute, as one point of the metric Packets.
# In doubt it publishes nothing: a missing point is never taken for an idle minute, a wrong one could end a game.
set -euo pipefail

nothing() { # reason
  echo "nothing published: $1" >&2
  exit 0
}

fail() { # reason
  echo "$1" >&2
  exit 1
}

restore() { # reason
  bash "${0%/*}/firewall.sh"
  nothing "$1, the rules are put back"
}

# Adds the counters of the published ports to $total.
add() { # tool, chain
  local rules packets rest port
  local -A counters=()
  rules=$("$1" -w 10 -nvxL "$2") || restore "$1 can't be read"
  # A docker that does not use this chain, or not yet, would make every minute look idle.
  [[ $rules != *"(0 references)"* ]] || nothing "docker does not use the chain $2"
  while read -r packets rest; do
    if [[ $rest =~ "/* wake-on-dns "([a-z0-9:]+)" */" ]]; then counters[${BASH_REMATCH[1]}]=$packets; fi
  done <<<"$rules"
  for port in $PORTS; do
    # 15 digits: the sum of 200 counters still fits into the shell's 63 bits.
    [[ ${counters[$port]-} =~ ^[0-9]{1,15}$ ]] || restore "no counter for $port in $1"
    total=$((total + 10#${counters[$port]}))
  done
}

total=0
add iptables DOCKER-USER
[[ $IPV6 == no ]] || add ip6tables INPUT
now=$(date +%s)

last_time=0 last_total=0
reading=$RUNTIME_DIRECTORY/reading
if [[ -e $reading ]]; then read -r last_time last_total <"$reading" || true; fi
echo "$now $total" >"$reading"

# A point holds one minute's packets and is the only one of its CloudWatch minute: two would be added up.
elapsed=$((now - last_time))
((elapsed >= 45 && elapsed <= 75)) || nothing "no reading a minute ago"
((now / 60 > last_time / 60)) || nothing "this minute has its point"
((total >= last_total)) || nothing "the counters were reset"

# Secrets reach curl on standard input only: arguments and environment can be seen by others.
metadata() { # curl's arguments
  curl --silent --show-error --fail --max-time 3 "$@"
}

credentials() {
  local imds=http://169.254.169.254/latest token role
  token=$(metadata --request PUT --header "X-aws-ec2-metadata-token-ttl-seconds: 60" $imds/api/token) || return
  local header="header = \"X-aws-ec2-metadata-token: $token\""
  role=$(metadata --config - $imds/meta-data/iam/security-credentials/ <<<"$header") || return
  metadata --config - "$imds/meta-data/iam/security-credentials/$role" <<<"$header"
}

json=$(credentials) || fail "no credentials from the instance metadata"
field() { # name
  sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" <<<"$json"
}

point=MetricData.member.1
answer=$(
  curl --silent --show-error --fail-with-body --max-time 15 --config - \
    --aws-sigv4 "aws:amz:$REGION:monitoring" "https://monitoring.$REGION.amazonaws.com/" \
    --data Action=PutMetricData --data Version=2010-08-01 --data-urlencode "Namespace=$NAMESPACE" \
    --data $point.MetricName=Packets --data $point.Unit=Count --data "$point.Value=$((total - last_total))" \
    --data-urlencode "$point.Timestamp=$(date -u -d "@$now" +%FT%TZ)" \
    --data $point.Dimensions.member.1.Name=Container \
    --data-urlencode "$point.Dimensions.member.1.Value=$CONTAINER" <<CONFIG
user = "$(field AccessKeyId):$(field SecretAccessKey)"
header = "X-Amz-Security-Token: $(field Token)"
CONFIG
  # Of the answer only the error's code is told: its message can quote the session token.
) || fail "the metric was not taken: $(sed -n 's/.*<Code>\([A-Za-z]*\)<.*/\1/p' <<<"$answer")"

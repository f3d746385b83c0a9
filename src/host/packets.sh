# shellcheck shell=bash
# Publishes the traffic of the published ports during the last minute: a point of each metric, in one request.
# If in doubt it publishes no point: a missing point is not an idle minute, but a wrong one could end a game.
set -euo pipefail

# shellcheck source=src/host/metadata.sh
source "${0%/*}/metadata.sh"

fail() { # reason
  echo "$1" >&2
  exit 1
}

# Counters of our rules, by column of the list (1: packets, 2: bytes), chain and rule.
declare -A counters=()
count() { # tool, chain
  local list packets bytes rest
  list=$("$1" -w 5 -nvxL "$2") || return 0
  # If docker does not use this chain, or not yet, every minute would look idle.
  [[ $list != *"(0 references)"* ]] || return 0
  while read -r packets bytes rest; do
    [[ $rest =~ "/* wake-on-dns "([a-z0-9:]+)" */" ]] || continue
    counters["1 $2 ${BASH_REMATCH[1]}"]=$packets
    counters["2 $2 ${BASH_REMATCH[1]}"]=$bytes
  done <<<"$list"
}

now=$(date +%s) time=$(date -u -d "@$now" +%FT%TZ) points=0 data=() missing=no

nothing() { # metric, reason
  echo "$1 is not published: $2" >&2
}

# Adds the growth of some counters within a minute as a point.
measure() { # metric, unit, column, rules of IPv4, chain of IPv6
  local rule rules=() total=0 last_time=0 last_total=0 reading=$RUNTIME_DIRECTORY/$1
  for rule in $4; do rules+=("DOCKER-USER $rule"); done
  [[ $IPV6 == no ]] || for rule in $PORTS; do rules+=("$5 $rule"); done
  for rule in "${rules[@]}"; do
    # 15 digits: the sum of 200 counters fits in the shell's 63 bits.
    if [[ ! ${counters[$3 $rule]-} =~ ^[0-9]{1,15}$ ]]; then
      missing=yes
      nothing "$1" "no counter for $rule"
      return
    fi
    total=$((total + 10#${counters[$3 $rule]}))
  done

  if [[ -e $reading ]]; then read -r last_time last_total <"$reading" || true; fi
  echo "$now $total" >"$reading"
  # A point covers one minute and is the only one in its CloudWatch minute: two would be added up.
  if ((now - last_time < 45 || now - last_time > 75)); then
    nothing "$1" "no reading from a minute ago"
  elif ((now / 60 == last_time / 60)); then
    nothing "$1" "this minute has a point"
  elif ((total < last_total)); then
    nothing "$1" "the counters were reset"
  else
    local field
    points=$((points + 1))
    for field in "MetricName=$1" "Unit=$2" "Value=$((total - last_total))" "Timestamp=$time" \
      Dimensions.member.1.{Name=Container,Value="$CONTAINER"}; do
      data+=(--data-urlencode "MetricData.member.$points.$field")
    done
  fi
}

count iptables DOCKER-USER
if [[ $IPV6 != no ]]; then
  count ip6tables INPUT
  count ip6tables OUTPUT
fi
# COUNTED names a rule to use instead of the ports' rules, for players who connect through a relay.
measure Packets Count 1 "${COUNTED:-$PORTS}" INPUT
measure ReceivedBytes Bytes 2 received INPUT
measure SentBytes Bytes 2 sent OUTPUT
[[ $missing == no ]] || bash "${0%/*}/firewall.sh" || true
((points > 0)) || exit 0

path=iam/security-credentials/
json=$(role=$(metadata $path) && metadata "$path$role") || fail "no credentials from IMDS"
field() { # name
  sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" <<<"$json"
}

answer=$(
  fetch --max-time 15 --config - \
    --aws-sigv4 "aws:amz:$REGION:monitoring" "https://monitoring.$REGION.amazonaws.com/" \
    -d Action=PutMetricData -d Version=2010-08-01 --data-urlencode "Namespace=$NAMESPACE" "${data[@]}" <<CONFIG
user = "$(field AccessKeyId):$(field SecretAccessKey)"
header = "X-Amz-Security-Token: $(field Token)"
CONFIG
  # Only the error code is logged: the message can contain the session token.
) || fail "CloudWatch refused the metrics: $(sed -n 's/.*<Code>\([A-Za-z]*\)<.*/\1/p' <<<"$answer")"

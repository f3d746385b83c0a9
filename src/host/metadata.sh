# shellcheck shell=bash
# HTTP requests of the other scripts, mainly to the instance metadata. They source this file.

fetch() { # curl's arguments
  curl -sS --fail-with-body --max-time 3 "$@"
}

# curl gets secrets on standard input: other processes can read arguments and environment.
metadata() { # path
  local imds=http://169.254.169.254/latest token
  token=$(fetch -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" $imds/api/token) || return
  fetch --config - "$imds/meta-data/$1" <<<"header = \"X-aws-ec2-metadata-token: $token\""
}

-- wrk: posts resends of one object each, object after object, and prints what came of it as JSON.
local first, count, number = 0, 1, 0

function init(args)
  wrk.method = "POST"
  wrk.headers["Authorization"] = args[1]
  wrk.headers["Content-Type"] = "application/json"
  first, count = tonumber(args[2]), tonumber(args[3])
end

function request()
  local object = first + number % count
  number = number + 1
  return wrk.format(nil, nil, nil,
    string.format('{"resend_type":"CASHIN","object_reference_id":%d}', object))
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    'RESULT {"requests":%d,"durationUs":%d,"p50Us":%d,"p99Us":%d,"refused":%d,"broken":%d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end

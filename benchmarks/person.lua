-- One person for wrk: one thread, one connection, ten-turn chats, no time to think.
-- KIND (product, starter, echo), CHATS (a file that benchmarks/load.py writes) and SECONDS come from the environment.
-- After SECONDS a person waits for the last answer and says no more: everything that was sent is accounted for.
local kind = os.getenv("KIND")
local chats = dofile(os.getenv("CHATS"))
local TURNS = 10
local SECONDS, LATE = tonumber(os.getenv("SECONDS")), 30
local threads = {}

local ffi = require("ffi")
ffi.cdef[[ typedef struct { long s; long ns; } person_time; int clock_gettime(int, person_time *); ]]
local now_ = ffi.new("person_time")
local function now()  -- seconds, on the monotonic clock
  ffi.C.clock_gettime(1, now_)
  return tonumber(now_.s) + tonumber(now_.ns) / 1e9
end

function setup(thread)
  table.insert(threads, thread)
  thread:set("id", #threads)
end

function init(args)
  chat, turn, token, last = (id * 7) % #chats + 1, 0, nil, ""
  asked, answered, in_time, refused, silent, late, missed, number = 0, 0, 0, 0, 0, 0, 0, 0
  waiting, since, began = false, 0, now()
  json = { ["Content-Type"] = "application/json" }
end

local function next_chat()
  chat, turn, token, last = chat % #chats + 1, 0, nil, ""
  number = number + 1
end

-- The JSON of the text to type, or the signed payload that starts as the scenario says.
local function body_of(step)
  if step.choose then
    for payload in last:gmatch('"payload":"([^"]+)"') do
      if payload:sub(1, #step.choose) == step.choose then return '{"choice":"' .. payload .. '"}' end
    end
    if not waiting then missed = missed + 1 end
    return '{"text":"go on"}'
  end
  return '{"text":' .. step.say .. '}'
end

local function build()
  if kind == "starter" then
    local step = chats[chat][turn + 1]
    local body = '{"sender":"' .. id .. "-" .. number .. '","message":' .. (step.say or '"go on"') .. '}'
    return wrk.format("POST", "/webhooks/rest/webhook", json, body)
  end
  if kind == "product" and token == nil then
    return wrk.format("POST", "/chat/session", json, "{}")
  end
  local headers = {
    ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. (token or "none"),
    ["Idempotency-Key"] = id .. "-" .. number .. "-" .. turn,
  }
  return wrk.format("POST", "/chat/messages", headers, body_of(chats[chat][turn + 1]))
end

function request()
  local made = build()
  if not waiting then  -- else it is the same once more, on a new connection
    asked, since, waiting = asked + 1, now(), true
  end
  return made
end

local function take(status, body)
  if status >= 400 then
    refused = refused + 1
    next_chat()
    return
  end
  if kind == "product" and token == nil then
    token, last = body:match('"session":"([^"]+)"'), body
    return
  end
  if kind ~= "starter" and not body:find('"replies":[{', 1, true) then silent = silent + 1 end
  last = body
  turn = turn + 1
  if turn == TURNS then next_chat() end
end

function response(status, headers, body)
  local at, opening = now(), kind == "product" and token == nil
  waiting, answered = false, answered + 1
  if at - since > LATE then late = late + 1 end
  if at - began <= SECONDS and not opening then in_time = in_time + 1 end
  take(status, body)
  if at - began >= SECONDS then wrk.thread:stop() end
end

function done(summary, latency, requests)
  local function total(name)
    local sum = 0
    for _, thread in ipairs(threads) do sum = sum + thread:get(name) end
    return sum
  end
  local parts = {}
  for _, name in ipairs({ "asked", "answered", "in_time", "refused", "silent", "late", "missed" }) do
    table.insert(parts, string.format('"%s": %d', name, total(name)))
  end
  local broken = summary.errors
  io.write(string.format('RESULT {%s, "broken": %d, "p50": %.2f, "p99": %.2f}\n', table.concat(parts, ", "),
    broken.connect + broken.read + broken.write, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end

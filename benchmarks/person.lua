-- One person for wrk: one thread, one connection, ten-turn chats, no time to think.
-- KIND (product, starter, echo) and CHATS (a file that benchmarks/load.py writes) come from the environment.
local kind = os.getenv("KIND")
local chats = dofile(os.getenv("CHATS"))
local TURNS = 10
local threads = {}

function setup(thread)
  table.insert(threads, thread)
  thread:set("id", #threads)
end

function init(args)
  chat, turn, token, last = (id * 7) % #chats + 1, 0, nil, ""
  sent, failed, silent, number = 0, 0, 0, 0
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
    return '{"text":"go on"}'
  end
  return '{"text":' .. step.say .. '}'
end

function request()
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

function response(status, headers, body)
  if status >= 400 then
    failed = failed + 1
    next_chat()
    return
  end
  if kind == "product" and token == nil then
    token, last = body:match('"session":"([^"]+)"'), body
    return
  end
  sent = sent + 1
  if kind ~= "starter" and not body:find('"replies":[{', 1, true) then silent = silent + 1 end
  last = body
  turn = turn + 1
  if turn == TURNS then next_chat() end
end

function done(summary, latency, requests)
  local messages, refused, empty = 0, 0, 0
  for _, thread in ipairs(threads) do
    messages = messages + thread:get("sent")
    refused = refused + thread:get("failed")
    empty = empty + thread:get("silent")
  end
  local lost = summary.errors
  io.write(string.format(
    'RESULT {"seconds": %.3f, "messages": %d, "refused": %d, "silent": %d, "lost": %d, "p50": %.2f, "p99": %.2f}\n',
    summary.duration / 1e6, messages, refused, empty, lost.connect + lost.read + lost.write + lost.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end

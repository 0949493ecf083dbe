/**
 * The changes of a job, each one step. Keys: the job, its rows, its results, and what the lists of jobs in a state begin
 * with. The lists hold ids by when they expire; those that have not ended are also in one of their caller.
 */
import { createScript } from './script.ts';

/** The lists outlast their jobs by this much, so that a sweep still finds those that Redis has dropped by itself. */
const listMarginMs = 86_400_000;

const begin = `
local job, rows, results, states = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id = ARGV[1]
local state = redis.call('HGET', job, 'state')
local function put(list)
  local needed = math.max(redis.call('PTTL', job), 0) + ${listMarginMs}
  redis.call('ZADD', list, redis.call('HGET', job, 'expiresAtMs'), id)
  if redis.call('PTTL', list) < needed then redis.call('PEXPIRE', list, needed) end
end
local function openList() return states .. 'open:' .. redis.call('HGET', job, 'caller') end
local function enter(next)
  if state then redis.call('ZREM', states .. state, id) end
  put(states .. next)
  if next == 'receiving' or next == 'queued' or next == 'running' then put(openList())
  else redis.call('ZREM', openList(), id) end
  redis.call('HSET', job, 'state', next)
  state = next
end
local function isErased() return (redis.call('HGET', job, 'erasedAtMs') or 'null') ~= 'null' end
local function keep(key, unit, bytes)
  redis.call('HSET', key, unit, bytes)
  redis.call('PEXPIRE', key, math.max(redis.call('PTTL', job), 1))
end
`;

/**
 * Values: id, now, silence after which an upload is over, time to live, what jobs' names begin with, the caller, then fields
 * and values.
 * A fifth key is the caller's own. @returns the id of the job that has it
 */
export const createJob = createScript(`${begin}
local nowMs, silentMs, ttlMs, jobPrefix = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local held = redis.call('GET', KEYS[5])
if held then
  local other = jobPrefix .. held
  local known = redis.call('HMGET', other, 'state', 'heardAtMs')
  local isSilent = known[1] == 'receiving' and tonumber(known[2]) + silentMs <= nowMs
  if known[1] and not isSilent then return held end
  redis.call('ZREM', states .. 'receiving', held)
  redis.call('ZREM', states .. 'open:' .. ARGV[6], held)
  redis.call('DEL', other, other .. ':rows', other .. ':results')
end
redis.call('SET', KEYS[5], id, 'PX', ttlMs)
redis.call('HSET', job, 'handle', KEYS[5], 'heardAtMs', ARGV[2], unpack(ARGV, 7))
redis.call('PEXPIRE', job, ttlMs)
enter('receiving')
return id`);

/** Values: id, now, unit, bytes. @returns whether it is being received */
export const putUnit = createScript(`${begin}
if state ~= 'receiving' then return 0 end
redis.call('HSET', job, 'heardAtMs', ARGV[2])
keep(rows, ARGV[3], ARGV[4])
return 1`);

/** Values: id, then fields and values. @returns whether it was being received */
export const sealJob = createScript(`${begin}
if state ~= 'receiving' then return 0 end
redis.call('HSET', job, unpack(ARGV, 2))
enter('queued')
return 1`);

const discard = `
redis.call('ZREM', states .. state, id)
redis.call('ZREM', openList(), id)
redis.call('DEL', redis.call('HGET', job, 'handle'), job, rows, results)
`;

/** Values: id. */
export const discardJob = createScript(`${begin}
if state ~= 'receiving' then return end
${discard}`);

/** Values: id, the latest time at which something was heard of one that is over. @returns whether it is discarded */
export const discardSilentJob = createScript(`${begin}
if state ~= 'receiving' or tonumber(redis.call('HGET', job, 'heardAtMs')) > tonumber(ARGV[2]) then return 0 end
${discard}
return 1`);

/** Values: id, time. */
export const beginJob = createScript(`${begin}
if state ~= 'queued' then return end
redis.call('HSET', job, 'startedAtMs', ARGV[2])
enter('running')`);

/** Values: id, unit, bytes, rows, failed rows, time. @returns whether it is new */
export const commitUnit = createScript(`${begin}
local unit, atMs = ARGV[2], ARGV[6]
if state ~= 'queued' and state ~= 'running' then return 0 end
if redis.call('HDEL', rows, unit) == 0 then return 0 end
keep(results, unit, ARGV[3])
if state == 'queued' then
  redis.call('HSET', job, 'startedAtMs', atMs)
  enter('running')
end
local doneUnits = redis.call('HINCRBY', job, 'doneUnits', 1)
redis.call('HINCRBY', job, 'doneRows', ARGV[4])
local failed = redis.call('HINCRBY', job, 'failedRows', ARGV[5])
local all = redis.call('HMGET', job, 'units', 'rows')
if doneUnits == tonumber(all[1]) then
  redis.call('HSET', job, 'finishedAtMs', atMs)
  enter(failed == 0 and 'succeeded' or failed == tonumber(all[2]) and 'failed' or 'partial')
end
return 1`);

/** Values: id, error, time. */
export const failJob = createScript(`${begin}
if state ~= 'receiving' and state ~= 'queued' and state ~= 'running' then return end
redis.call('HSET', job, 'error', ARGV[2], 'finishedAtMs', ARGV[3])
redis.call('DEL', rows)
enter('failed')`);

/** Values: id, time. */
export const eraseJob = createScript(`${begin}
redis.call('DEL', rows, results)
if not state then return end
if state ~= 'cancelled' then redis.call('HSET', job, 'finishedAtMs', ARGV[2]) end
if not isErased() then redis.call('HSET', job, 'erasedAtMs', ARGV[2]) end
redis.call('HSET', job, 'units', 0, 'rows', 0, 'doneUnits', 0, 'doneRows', 0, 'failedRows', 0, 'error', 'null')
enter('cancelled')`);

/** Values: id, time. @returns whether it has ended and was not erased before */
export const eraseRows = createScript(`${begin}
if state ~= 'succeeded' and state ~= 'partial' and state ~= 'failed' then return 0 end
if isErased() then return 0 end
redis.call('DEL', rows, results)
redis.call('HSET', job, 'erasedAtMs', ARGV[2])
return 1`);

/**
 * Key: a list of jobs. Values: now, how many at the most, what jobs' names begin with.
 *
 * @returns the ids of those that are gone
 */
export const expireJobs = createScript(`
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, id in ipairs(ids) do
  local job = ARGV[3] .. id
  local handle = redis.call('HGET', job, 'handle')
  if handle then redis.call('DEL', handle) end
  redis.call('DEL', job, job .. ':rows', job .. ':results')
  redis.call('ZREM', KEYS[1], id)
end
return ids`);

/** What the tables of the database are, step by step; a step that was once released never changes. */

export interface Migration {
  /** Distinct: done are those whose names the database knows. */
  readonly name: string;
  readonly statements: readonly string[];
}

const jobs: Migration = {
  name: 'jobs',
  statements: [
    `create table jobs (
      id text primary key,
      caller text not null,
      idempotency_key text not null,
      fingerprint text not null default '',
      state text not null,
      any_language integer not null default 0,
      delete_after_read integer not null default 0,
      units integer not null default 0,
      rows integer not null default 0,
      done_units integer not null default 0,
      done_rows integer not null default 0,
      failed_rows integer not null default 0,
      model text,
      error text,
      created_at_ms integer not null,
      started_at_ms integer,
      finished_at_ms integer,
      expires_at_ms integer not null,
      heard_at_ms integer not null,
      unique (caller, idempotency_key)
    ) strict`,
    'create index jobs_by_expiry on jobs (expires_at_ms)',
    `create table units (
      job_id text not null,
      unit integer not null,
      rows blob,
      result blob,
      primary key (job_id, unit)
    ) strict`,
    `create table tasks (
      job_id text not null,
      unit integer not null,
      failures integer not null default 0,
      due_at_ms integer not null default 0,
      holder text,
      held_until_ms integer not null default 0,
      primary key (job_id, unit)
    ) strict, without rowid`,
    'create index tasks_by_holder on tasks (holder) where holder is not null',
    'create table turns (job_id text primary key, turn integer not null) strict',
    'create index turns_in_order on turns (turn)',
  ],
};

const feedback: Migration = {
  name: 'feedback',
  statements: [
    `create table feedback (
      id text primary key,
      created_at text not null,
      model text not null,
      receipt_hash text not null,
      sealed blob not null
    ) strict`,
    'create index feedback_by_time on feedback (created_at, id)',
    `create table audit (
      sequence integer primary key,
      at text not null,
      action text not null,
      subject text not null,
      caller text not null,
      previous text not null,
      hash text not null
    ) strict`,
  ],
};

const secretMark: Migration = {
  name: 'secret-mark',
  statements: [
    'create table secret_mark (place integer primary key check (place = 1), mark text not null) strict',
  ],
};

const jobMarks: Migration = {
  name: 'job-marks',
  statements: ['create table job_marks (mark text primary key, until_ms integer not null) strict'],
};

const auditHead: Migration = {
  name: 'audit-head',
  statements: [
    `create table audit_head (
      place integer primary key check (place = 1),
      sequence integer not null,
      hash text not null,
      seal text not null
    ) strict`,
  ],
};

const modelPresence: Migration = {
  name: 'model-presence',
  statements: ['create table model_presence (sha256 text primary key, until_ms integer not null) strict'],
};

const jobTables: Migration = {
  name: 'job-tables',
  statements: ['alter table jobs add column table_read text'],
};

const jobErasures: Migration = {
  name: 'job-erasures',
  statements: ['alter table jobs add column erased_at_ms integer'],
};

export const migrations: readonly Migration[] = [
  jobs,
  feedback,
  secretMark,
  jobMarks,
  auditHead,
  modelPresence,
  jobTables,
  jobErasures,
];

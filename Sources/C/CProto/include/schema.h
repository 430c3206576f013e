/* Written by tools/generate-proto. */
#ifndef HOLDOVER_SCHEMA_H
#define HOLDOVER_SCHEMA_H
#include "commands.pb-c.h"
#include "envelope.pb-c.h"
#include "events.pb-c.h"
#include "events_backend.pb-c.h"
#include "events_control.pb-c.h"
#include "events_render.pb-c.h"
#include "events_run.pb-c.h"
#include "events_runtime.pb-c.h"
#include "facts.pb-c.h"
#include "queries.pb-c.h"
#include "replies.pb-c.h"
#include "snapshot.pb-c.h"
#include "state.pb-c.h"
#include "telemetry.pb-c.h"
#include "values.pb-c.h"
#endif

import * as chai from "chai";
import { GLOBAL_EXPECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend, setState } from "@vitest/expect";
import { performance } from "node:perf_hooks";
import { z } from "zod";
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
// zz.shim.mjs
chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
const expect = (v, m) => chai.expect(v, m);
Object.assign(expect, chai.expect);
Object.defineProperty(globalThis, GLOBAL_EXPECT, {
	value: expect,
	writable: true,
	configurable: true
});
try {
	setState({
		assertionCalls: 0,
		isExpectingAssertions: false,
		isExpectingAssertionsError: null,
		expectedAssertionsNumber: null,
		expectedAssertionsNumberErrorGen: null
	}, expect);
} catch {}
for (const k of Object.getOwnPropertyNames(chai.expect)) if (!(k in expect)) expect[k] = chai.expect[k];
expect.extend = chai.expect.extend;
const stack = [];
const befores = [[]];
const afters = [[]];
let pending = [];
const fmt = (n, row, i) => {
	const args = Array.isArray(row) ? row : [row];
	let k = 0;
	let s = n.replace(/%([sidfjo%])/g, (_, c) => c === "%" ? "%" : c === "o" || c === "j" ? JSON.stringify(args[k++]) : String(args[k++]));
	if (row && typeof row === "object") s = s.replace(/\$(\w+)/g, (_, x) => String(row[x]));
	return s;
};
function describe(n, f) {
	stack.push(n);
	befores.push([...befores.at(-1)]);
	afters.push([...afters.at(-1)]);
	f();
	stack.pop();
	befores.pop();
	afters.pop();
}
describe.each = (rows) => (n, f) => rows.forEach((r, i) => describe(fmt(n, r, i), () => Array.isArray(r) ? f(...r) : f(r)));
function it(n, a, b) {
	const f = typeof a === "function" ? a : b;
	pending.push({
		name: [...stack, n].join(" > "),
		f,
		before: befores.at(-1),
		after: afters.at(-1)
	});
}
it.each = (rows) => (n, f) => rows.forEach((r, i) => it(fmt(n, r, i), () => Array.isArray(r) ? f(...r) : f(r)));
it.skipIf = (c) => c ? () => {} : it;
process.on("beforeExit", async () => {
	if (!pending.length) return;
	const all = pending;
	pending = [];
	let ok = 0, bad = 0;
	const filter = process.env.T;
	for (const t of all) {
		if (filter && !t.name.includes(filter)) continue;
		try {
			for (const b of t.before) await b();
			await t.f();
			ok++;
		} catch (e) {
			bad++;
			console.log("FAIL", t.name, "\n    ", String(e.message).slice(0, 2500).replace(/\n/g, "\n     "), process.env.V ? e.stack : (e.stack.match(/\S+\.test\.ts:\d+/) || e.stack.match(/out\.mjs:\d+/) || [""])[0]);
		}
		for (const a of t.after) try {
			await a();
		} catch (e) {
			console.log("AFTER", t.name);
		}
	}
	console.log(`${ok} passed, ${bad} failed`);
	process.exitCode = bad ? 1 : 0;
});
it.runIf = (c) => c ? it : () => {};
it.skip = () => {};
it.concurrent = it;
describe.skipIf = (c) => c ? () => {} : describe;
describe.runIf = (c) => c ? describe : () => {};
// ../next/host-sim/random.ts
/**
* A seeded stream of random numbers (mulberry32: 32 bits of state, period 2^32). Split one stream per component, so
* that one more draw in one of them shifts none of the others. Written in the device subset.
*/
var Random = class Random {
	constructor(seed) {
		this.state = seed | 0;
	}
	/** Uniform in [0, 1). */
	next() {
		this.state = this.state + 1831565813 | 0;
		let t = this.state;
		t = Random.multiply(t ^ t >>> 15, t | 1);
		t = t + Random.multiply(t ^ t >>> 7, t | 61) ^ t;
		return ((t ^ t >>> 14) >>> 0) / 4294967296;
	}
	/** A whole number in [0, limit). */
	below(limit) {
		return Math.floor(this.next() * limit);
	}
	/** Normally distributed with mean 0 and standard deviation 1 (Box-Muller, one of the pair). */
	gaussian() {
		return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
	}
	/** True with the given probability. */
	chance(probability) {
		return this.next() < probability;
	}
	/** A stream of its own for the component of that name. */
	split(name) {
		let hash = this.state ^ 2654435769;
		for (let i = 0; i < name.length; i++) hash = Random.multiply(hash ^ name.charCodeAt(i), 16777619);
		return new Random(hash);
	}
	/** The low 32 bits of a product, exact: `Math.imul` is missing on the interpreter. */
	static multiply(a, b) {
		return (a & 65535) * b + (((a >>> 16) * b & 65535) << 16) | 0;
	}
};
// ../next/cli/command-error.ts
/**
* What a command could not do, in words for the person who typed it: what happened, the likely cause, the next thing
* to try. The program prints the message without a stack and ends with `exitCode`.
*/
var CommandError = class extends Error {
	constructor(message, exitCode) {
		super(message);
		this.name = "CommandError";
		this.exitCode = exitCode;
	}
};
// ../next/host-sim/scenario/bedroom-night.ts
/** What a closed door does to two sleepers. */
const bedroomNight = {
	name: "bedroom-night",
	description: "Two people asleep behind a closed door; the window is opened in the morning.",
	startHour: 22,
	nodes: [{
		location: "bedroom",
		period: 10,
		world: {
			model: "room",
			room: {
				volume: 35,
				heatCapacity: 400,
				heatLoss: 25,
				equipment: 5,
				moisture: 10,
				heating: 800,
				cooling: 0,
				setPoint: 19,
				setBack: 17,
				warmFrom: 7,
				warmTo: 22.5,
				leakage: .25,
				ventilation: [{
					from: 7.25,
					to: 7.5,
					airChanges: 8
				}],
				airing: {
					above: 5e3,
					chance: 0,
					minutes: 0,
					airChanges: 0
				},
				occupants: [{
					from: 22.25,
					to: 31,
					people: 2,
					exhaled: .0038,
					weekend: true
				}],
				spread: 10,
				outdoors: {
					co2: 425,
					temperature: 5,
					swing: 4,
					dewPoint: 2,
					pressure: 1013,
					unrest: 1
				},
				co2: 620,
				temperature: 19,
				humidity: 46
			}
		},
		sensors: [
			{
				part: "scd30",
				position: "room"
			},
			{
				part: "ds18b20",
				family: "A",
				rom: "28a042be0f0000f3",
				position: "room"
			},
			{
				part: "ds18b20",
				family: "A",
				rom: "28ed88080c00002f",
				position: "outdoor"
			}
		]
	}]
};
// ../next/host-sim/scenario/classroom.ts
/** Full in the lesson, aired in the break. */
const classroom = {
	name: "classroom",
	description: "Twenty-six pupils and a teacher; lessons with the windows shut, breaks with the windows open.",
	startHour: 7.75,
	nodes: [{
		location: "classroom",
		period: 10,
		world: {
			model: "room",
			room: {
				volume: 190,
				heatCapacity: 1800,
				heatLoss: 120,
				equipment: 400,
				moisture: 0,
				heating: 5e3,
				cooling: 0,
				setPoint: 21,
				setBack: 16,
				warmFrom: 6,
				warmTo: 15,
				leakage: .5,
				ventilation: [
					{
						from: 8.75,
						to: 8.92,
						airChanges: 6
					},
					{
						from: 9.67,
						to: 10,
						airChanges: 6
					},
					{
						from: 11.5,
						to: 11.75,
						airChanges: 6
					}
				],
				airing: {
					above: 1600,
					chance: .04,
					minutes: 5,
					airChanges: 4
				},
				occupants: [
					{
						from: 8,
						to: 9.67,
						people: 27,
						exhaled: .0045,
						weekend: false
					},
					{
						from: 10,
						to: 11.5,
						people: 27,
						exhaled: .0045,
						weekend: false
					},
					{
						from: 11.75,
						to: 13.25,
						people: 24,
						exhaled: .0045,
						weekend: false
					}
				],
				spread: 2,
				outdoors: {
					co2: 430,
					temperature: 7,
					swing: 4,
					dewPoint: 4,
					pressure: 1009,
					unrest: 1
				},
				co2: 460,
				temperature: 19.5,
				humidity: 44
			}
		},
		sensors: [
			{
				part: "scd30",
				position: "room"
			},
			{
				part: "mh-z19",
				model: "C",
				position: "room"
			},
			{
				part: "ds18b20",
				family: "A",
				rom: "28e7291d0c0000a7",
				position: "pipe"
			}
		]
	}]
};
// ../next/host-sim/scenario/factory.ts
const outdoors$1 = {
	co2: 430,
	temperature: 10,
	swing: 5,
	dewPoint: 6,
	pressure: 1011,
	unrest: 1
};
const noAiring = {
	above: 4e4,
	chance: 0,
	minutes: 0,
	airChanges: 0
};
/** An early and a late shift of so many people, who breathe harder than in an office. */
function shifts(people, exhaled) {
	return [{
		from: 6,
		to: 14,
		people,
		exhaled,
		weekend: false
	}, {
		from: 14,
		to: 22,
		people,
		exhaled,
		weekend: false
	}];
}
/** Four nodes that have little in common. */
const factory = {
	name: "factory",
	description: "Four nodes: a workshop in two shifts, a cold warehouse, an office, and a cooled server room.",
	startHour: 9,
	nodes: [
		{
			location: "workshop",
			period: 10,
			world: {
				model: "room",
				room: {
					volume: 1500,
					heatCapacity: 12e3,
					heatLoss: 900,
					equipment: 12e3,
					moisture: 500,
					heating: 3e4,
					cooling: 0,
					setPoint: 19,
					setBack: 14,
					warmFrom: 5,
					warmTo: 22,
					leakage: .6,
					ventilation: [{
						from: 5.5,
						to: 22.5,
						airChanges: 2
					}],
					airing: noAiring,
					occupants: shifts(25, .009),
					spread: 6,
					outdoors: outdoors$1,
					co2: 640,
					temperature: 19.5,
					humidity: 45
				}
			},
			sensors: [
				{
					part: "mh-z19",
					model: "E",
					position: "room"
				},
				{
					part: "ds18b20",
					family: "A",
					rom: "2893400408000034",
					position: "room"
				},
				{
					part: "ds18b20",
					family: "A",
					rom: "2869482f0b0000b7",
					position: "pipe"
				}
			]
		},
		{
			location: "warehouse",
			period: 30,
			world: {
				model: "room",
				room: {
					volume: 8e3,
					heatCapacity: 6e4,
					heatLoss: 2500,
					equipment: 2e3,
					moisture: 200,
					heating: 4e4,
					cooling: 0,
					setPoint: 14,
					setBack: 8,
					warmFrom: 5,
					warmTo: 20,
					leakage: .8,
					ventilation: [
						{
							from: 7,
							to: 7.5,
							airChanges: 6
						},
						{
							from: 10,
							to: 10.5,
							airChanges: 6
						},
						{
							from: 15,
							to: 15.5,
							airChanges: 6
						}
					],
					airing: noAiring,
					occupants: shifts(6, .009),
					spread: 6,
					outdoors: outdoors$1,
					co2: 450,
					temperature: 13.5,
					humidity: 58
				}
			},
			sensors: [
				{
					part: "scd30",
					position: "room"
				},
				{
					part: "ds18b20",
					family: "A",
					rom: "2829c4cd070000dd",
					position: "room"
				},
				{
					part: "ds18b20",
					family: "C",
					rom: "28ff641dcd96f201",
					position: "outdoor"
				}
			]
		},
		{
			location: "office",
			period: 10,
			world: {
				model: "room",
				room: {
					volume: 120,
					heatCapacity: 1100,
					heatLoss: 80,
					equipment: 700,
					moisture: 40,
					heating: 3e3,
					cooling: 1500,
					setPoint: 21.5,
					setBack: 17,
					warmFrom: 6,
					warmTo: 18,
					leakage: .3,
					ventilation: [{
						from: 7,
						to: 18,
						airChanges: 1
					}],
					airing: {
						above: 1200,
						chance: .05,
						minutes: 8,
						airChanges: 5
					},
					occupants: [{
						from: 8,
						to: 12,
						people: 8,
						exhaled: .0052,
						weekend: false
					}, {
						from: 12.75,
						to: 17,
						people: 8,
						exhaled: .0052,
						weekend: false
					}],
					spread: 15,
					outdoors: outdoors$1,
					co2: 760,
					temperature: 21.5,
					humidity: 42
				}
			},
			sensors: [
				{
					part: "scd30",
					position: "room"
				},
				{
					part: "mh-z19",
					model: "B",
					position: "room"
				},
				{
					part: "ds18b20",
					family: "A",
					rom: "289f9f7207000086",
					position: "pipe"
				}
			]
		},
		{
			location: "server-room",
			period: 5,
			world: {
				model: "room",
				room: {
					volume: 45,
					heatCapacity: 900,
					heatLoss: 30,
					equipment: 6e3,
					moisture: 0,
					heating: 500,
					cooling: 9e3,
					setPoint: 22,
					setBack: 22,
					warmFrom: 0,
					warmTo: 24,
					leakage: .2,
					ventilation: [],
					airing: noAiring,
					occupants: [{
						from: 10.5,
						to: 11,
						people: 1,
						exhaled: .006,
						weekend: false
					}],
					spread: 30,
					outdoors: outdoors$1,
					co2: 450,
					temperature: 22.5,
					humidity: 40
				}
			},
			sensors: [
				{
					part: "mh-z19",
					model: "A",
					position: "room"
				},
				{
					part: "ds18b20",
					family: "A",
					rom: "2801f9e008000010",
					position: "room"
				},
				{
					part: "ds18b20",
					family: "B2",
					rom: "28ed88080c00002f",
					position: "pipe"
				}
			]
		}
	]
};
// ../next/host-sim/scenario/lab-bench.ts
/** The usual test signal: Gaussian noise of 0.3 deg C on a drift of 0.1 deg C/s, within 3 deg C, sampled every 2 s. */
const labBench = {
	name: "lab-bench",
	description: "A test signal instead of a room: noise of 0.3 deg C on a drift of 0.1 deg C/s within 3 deg C, every 2 s.",
	startHour: 9,
	nodes: [{
		location: "lab-bench",
		period: 2,
		world: {
			model: "noise-and-drift",
			drift: {
				co2: {
					base: 600,
					noise: 5,
					drift: 1,
					bound: 50
				},
				temperature: {
					base: 22,
					noise: .3,
					drift: .1,
					bound: 3
				},
				humidity: {
					base: 45,
					noise: .5,
					drift: .1,
					bound: 5
				}
			}
		},
		sensors: [
			{
				part: "scd30",
				position: "bench"
			},
			{
				part: "mh-z19",
				model: "D",
				position: "bench"
			},
			{
				part: "ds18b20",
				family: "A",
				rom: "28df406206000051",
				position: "bench"
			},
			{
				part: "ds18b20",
				family: "C",
				rom: "28ff648be1aea1a4",
				position: "water-bath"
			}
		]
	}]
};
// ../next/host-sim/scenario/office.ts
/** Three people, a window opened now and then; the reference node with all three kinds of sensor. */
const office = {
	name: "office",
	description: "Three people in a small office on a cool day; somebody opens the window when the air is bad.",
	startHour: 9.5,
	nodes: [{
		location: "office",
		period: 10,
		world: {
			model: "room",
			room: {
				volume: 60,
				heatCapacity: 600,
				heatLoss: 40,
				equipment: 250,
				moisture: 20,
				heating: 1500,
				cooling: 0,
				setPoint: 21.5,
				setBack: 17,
				warmFrom: 6.5,
				warmTo: 18,
				leakage: .4,
				ventilation: [{
					from: 12,
					to: 12.25,
					airChanges: 5
				}],
				airing: {
					above: 1300,
					chance: .06,
					minutes: 8,
					airChanges: 6
				},
				occupants: [{
					from: 8.25,
					to: 12.25,
					people: 3,
					exhaled: .0052,
					weekend: false
				}, {
					from: 13,
					to: 17.25,
					people: 3,
					exhaled: .0052,
					weekend: false
				}],
				spread: 12,
				outdoors: {
					co2: 425,
					temperature: 8,
					swing: 4,
					dewPoint: 4,
					pressure: 1013,
					unrest: 1
				},
				co2: 780,
				temperature: 21.3,
				humidity: 42
			}
		},
		sensors: [
			{
				part: "scd30",
				position: "room"
			},
			{
				part: "mh-z19",
				model: "B",
				position: "room"
			},
			{
				part: "ds18b20",
				family: "A",
				rom: "28139bbb0b00001f",
				position: "room"
			},
			{
				part: "ds18b20",
				family: "A",
				rom: "2839386a0d000044",
				position: "pipe"
			},
			{
				part: "ds18b20",
				family: "B1",
				rom: "28c7f240050000f4",
				position: "outdoor"
			}
		]
	}]
};
// ../next/contract/ranges.ts
const PERIOD_MOST = 3600;
const HISTORY_BYTES = 1100;
// ../next/host-sim/scenario/rom-code.ts
/** The two digits that close an address whose first seven bytes are given as 14 hex digits. */
function romChecksum(digits) {
	let crc = 0;
	for (let i = 0; i < digits.length; i += 2) {
		crc ^= parseInt(digits.slice(i, i + 2), 16);
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 140 : crc >> 1;
	}
	return crc.toString(16).padStart(2, "0");
}
/** An address like `model`, of the same family code and the same maker's pattern of zeros, with another serial number. */
function similarRom(model, random) {
	let digits = model.slice(0, 2);
	for (let i = 2; i < 14; i += 2) {
		const byte = random.below(256).toString(16).padStart(2, "0");
		const fixed = model.slice(i, i + 2);
		digits += fixed === "00" || fixed === "ff" ? fixed : byte;
	}
	return digits + romChecksum(digits);
}
// ../next/host-sim/scenario/scenario.ts
const hour = z.number().min(0).max(24);
const temperature = z.number().min(-40).max(85);
const airChanges = z.number().min(0).max(60);
const kilo = z.number().min(0).max(1e5);
const presence = z.strictObject({
	from: hour,
	to: z.number().min(0).max(48),
	people: z.int().min(0).max(500),
	exhaled: z.number().min(0).max(.1),
	weekend: z.boolean()
}).refine((period) => period.to > period.from, "must end after it begins");
const outdoors = z.strictObject({
	co2: z.number().min(300).max(1e3),
	temperature,
	swing: z.number().min(0).max(20),
	dewPoint: z.number().min(-40).max(30),
	pressure: z.number().min(700).max(1100),
	unrest: z.number().min(0).max(5)
});
const room = z.strictObject({
	volume: z.number().min(1).max(1e6),
	heatCapacity: z.number().min(1).max(1e7),
	heatLoss: kilo,
	equipment: z.number().min(0).max(1e6),
	moisture: kilo,
	heating: z.number().min(0).max(1e6),
	cooling: z.number().min(0).max(1e6),
	setPoint: temperature,
	setBack: temperature,
	warmFrom: hour,
	warmTo: hour,
	leakage: airChanges,
	ventilation: z.array(z.strictObject({
		from: hour,
		to: hour,
		airChanges
	})),
	airing: z.strictObject({
		above: z.number().min(0),
		chance: z.number().min(0).max(1),
		minutes: z.number().min(0).max(1440),
		airChanges
	}),
	occupants: z.array(presence),
	spread: z.number().min(0).max(120),
	outdoors,
	co2: z.number().min(300).max(4e4),
	temperature,
	humidity: z.number().min(0).max(100)
});
const walk = z.strictObject({
	start: z.number(),
	low: z.number(),
	high: z.number(),
	step: z.number().min(0)
}).refine((bounds) => bounds.low <= bounds.start && bounds.start <= bounds.high, "must begin between its bounds");
const randomWalk = z.strictObject({
	co2: walk,
	temperature: walk,
	humidity: walk
});
const drift = z.strictObject({
	base: z.number(),
	noise: z.number().min(0),
	drift: z.number().min(0),
	bound: z.number().min(0)
});
const noiseAndDrift = z.strictObject({
	co2: drift,
	temperature: drift,
	humidity: drift
});
const world = z.discriminatedUnion("model", [
	z.strictObject({
		model: z.literal("room"),
		room
	}),
	z.strictObject({
		model: z.literal("random-walk"),
		walk: randomWalk
	}),
	z.strictObject({
		model: z.literal("noise-and-drift"),
		drift: noiseAndDrift
	})
]);
/** `room`, `pipe` (a heater pipe), `outdoor`, or any other name for a place of its own in the models without a room. */
const position = z.string().min(1);
const rom = z.string().regex(/^[0-9a-f]{16}$/, "must be 16 lower-case hex digits").refine((code) => romChecksum(code.slice(0, 14)) === code.slice(14), "must end in the CRC of the digits before");
const sensor = z.discriminatedUnion("part", [
	z.strictObject({
		part: z.literal("scd30"),
		position
	}),
	z.strictObject({
		part: z.literal("mh-z19"),
		model: z.enum([
			"A",
			"B",
			"C",
			"D",
			"E"
		]),
		position
	}),
	z.strictObject({
		part: z.literal("ds18b20"),
		family: z.enum([
			"A",
			"B1",
			"B2",
			"C",
			"D1",
			"D2",
			"E"
		]),
		rom,
		position
	})
]);
const node = z.strictObject({
	location: z.string().regex(/^[a-z0-9-]{1,24}$/, "must be 1-24 of a-z, 0-9 and -"),
	period: z.number().min(2).max(PERIOD_MOST),
	world,
	sensors: z.array(sensor).min(1)
}).refine((plan) => plan.sensors.filter((entry) => entry.part === "scd30").length <= 1, "has room for one scd30: its address is fixed").refine((plan) => plan.sensors.filter((entry) => entry.part === "mh-z19").length <= 1, "has room for one mh-z19 on its serial port");
const scenario = z.strictObject({
	name: z.string().regex(/^[a-z0-9-]+$/),
	description: z.string(),
	startHour: hour,
	nodes: z.array(node).min(1)
});
/** Throws an `Error` that names the first wrong field. */
function checkScenario(data) {
	const result = scenario.safeParse(data);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	throw new Error(`The scenario's ${issue.path.join(".") || "content"} is wrong: ${issue.message}.`);
}
// ../next/host-sim/scenario/find-scenario.ts
const scenarios = [
	office,
	bedroomNight,
	classroom,
	factory,
	labBench
];
/** The names that `findScenario` knows, the default first. */
function scenarioNames() {
	return scenarios.map((scenario) => scenario.name);
}
/** Throws a `CommandError` that lists the known names. */
function findScenario(name) {
	const scenario = scenarios.find((candidate) => candidate.name === name);
	if (!scenario) throw new CommandError(`There is no scenario '${name.slice(0, 40)}'; choose one of ${scenarioNames().join(", ")}, as in --scenario office.`, 2);
	return checkScenario(scenario);
}
// ../next/host-sim/scenario/node-id.ts
/**
* The id of the `index`-th node (from 0) under a seed: six hex digits, like the end of a MAC address. An odd stride
* visits every one of the 2^24 ids before any comes again, so two nodes of one run never share one.
*/
function nodeId(seed, index) {
	return (new Random(seed).split("node id").below(16777216) + Random.multiply(index, 10368889) & 16777215).toString(16).padStart(6, "0");
}
// ../next/host-sim/scenario/node-plan.ts
/** Another room of the same kind: 70-140 % of the volume, and air that has been used for longer or shorter. */
function varied(world, random) {
	if (world.model !== "room") return world;
	const size = .7 + .7 * random.next();
	const room = world.room;
	return {
		model: "room",
		room: {
			...room,
			volume: room.volume * size,
			heatCapacity: room.heatCapacity * size,
			co2: room.outdoors.co2 + (room.co2 - room.outdoors.co2) * (.5 + random.next()),
			temperature: room.temperature + 1.5 * (random.next() - .5)
		}
	};
}
function copied(sensor, random) {
	return sensor.part === "ds18b20" ? {
		...sensor,
		rom: similarRom(sensor.rom, random)
	} : sensor;
}
/**
* The first `count` nodes of a scenario. Beyond its last node it begins again, with rooms and probes of their own and
* the locations `office-2`, `office-3`, ...
*/
function planNodes(scenario, count, seed) {
	const plans = [];
	for (let index = 0; index < count; index++) {
		const node = scenario.nodes[index % scenario.nodes.length];
		const round = Math.floor(index / scenario.nodes.length);
		const random = new Random(seed).split(`node ${index}`);
		const variation = random.split("variation");
		plans.push({
			number: index + 1,
			id: nodeId(seed, index),
			startHour: scenario.startHour,
			random,
			location: round === 0 ? node.location : `${node.location}-${round + 1}`,
			period: node.period,
			world: round === 0 ? node.world : varied(node.world, variation),
			sensors: round === 0 ? node.sensors : node.sensors.map((sensor) => copied(sensor, variation))
		});
	}
	return plans;
}
// ../next/host-sim/torture/shrink.ts
/** Most runs that shrinking one schedule may cost. */
const MOST$2 = 200;
/**
* A part of `entries` with which `fails` is still true, and from which no single entry can be left out any more unless
* the runs allowed are used up. `fails(entries)` is taken for granted.
*/
function shrink(entries, fails) {
	let kept = entries;
	let runs = 0;
	let size = Math.ceil(kept.length / 2);
	while (size >= 1 && runs < MOST$2) {
		let dropped = false;
		for (let at = 0; at < kept.length && runs < MOST$2;) {
			const rest = [...kept.slice(0, at), ...kept.slice(at + size)];
			runs++;
			if (fails(rest)) {
				kept = rest;
				dropped = true;
			} else at += size;
		}
		if (size > 1) size = Math.ceil(size / 2);
		else if (!dropped) break;
	}
	return kept;
}
// ../next/contract/status-word.ts
const STATUS_ONLINE = "online";
const STATUS_OFFLINE = "offline";
// ../next/contract/topics.ts
/** How every topic of every node begins. The node's name follows, then `/`, then one of those below. */
const TOPIC_ROOT = "breva/";
/** `STATUS_ONLINE` or `STATUS_OFFLINE`, retained; the latter is also the Last Will. */
const STATUS_TOPIC = "status";
/** One sample, as `State` has it. */
const STATE_TOPIC = "state";
/** What the node and its sensors are, retained. */
const INFO_TOPIC = "info";
/** The verb of a command, or of the reply to it, follows. */
const COMMAND_TOPIC = "command/";
/** Every command of a node, as a filter of MQTT. */
const COMMAND_FILTER = "command/+";
// ../next/host-sim/board/fault-schedule.ts
/** Applies the faults that concern one node, on its clock. */
var FaultSchedule = class FaultSchedule {
	/** `node` is the node's number from 1; entries for other nodes, and for targets it has not, are left out. */
	constructor(clock, node, faults, targets, listener) {
		this.timers = /* @__PURE__ */ new Map();
		this.reasons = /* @__PURE__ */ new Map();
		this.clock = clock;
		this.targets = targets;
		this.listener = listener;
		this.entries = faults.filter((fault) => (fault.node ?? node) === node && Object.hasOwn(targets, fault.target)).map((fault) => ({
			schedule: this,
			fault
		}));
	}
	/** Counts the start times from now. */
	start() {
		this.stop();
		for (const entry of this.entries) this.timers.set(entry, this.clock.after(entry.fault.start, FaultSchedule.begin, entry));
	}
	/** No further fault begins or ends; those that are active stay so. */
	stop() {
		for (const timer of this.timers.values()) this.clock.cancel(timer);
		this.timers.clear();
	}
	static begin(entry) {
		const schedule = entry.schedule;
		schedule.timers.delete(entry);
		schedule.set(entry.fault, 1);
		if (entry.fault.duration !== Infinity) schedule.timers.set(entry, schedule.clock.after(entry.fault.duration, FaultSchedule.end, entry));
	}
	static end(entry) {
		entry.schedule.timers.delete(entry);
		entry.schedule.set(entry.fault, -1);
	}
	set(fault, change) {
		const key = `${fault.target}:${fault.fault}`;
		const reasons = (this.reasons.get(key) ?? 0) + change;
		this.reasons.set(key, reasons);
		if (change > 0 ? reasons === 1 : reasons === 0) this.targets[fault.target].inject(fault.fault, change > 0);
		this.listener(fault, change > 0);
	}
};
// ../next/host-sim/torture/violation.ts
/** An invariant that did not hold: thrown where it is noticed, and caught by the run. */
var Violation = class extends Error {
	constructor(invariant, message) {
		super(message);
		this.name = "Violation";
		this.invariant = invariant;
	}
};
// ../next/host-sim/torture/bounds-check.ts
/** Most timers of the firmware, and of everything but the faults to come: a leak goes beyond. */
const FIRMWARE_TIMERS = 16;
const TIMERS = 120;
/** I4, at any moment; `scheduled`: faults that are to come. */
function checkBounds({ powered, network, clock }, scheduled) {
	if (powered && powered.pending() > FIRMWARE_TIMERS) throw new Violation("I4", `the firmware has ${powered.pending()} timers`);
	if (clock.pending() > TIMERS + scheduled) throw new Violation("I4", `${clock.pending()} timers are set`);
	if (network && network.sockets > 1) throw new Violation("I4", `the node has ${network.sockets} sockets`);
}
// ../next/host-sim/torture/draw-faults.ts
const SECOND$3 = 1e3;
const MINUTE$3 = 6e4;
/** ms without a fault at the start, and after every storm: longer than any recovery may take. */
const CALM_BEFORE = 5 * MINUTE$3;
const CALM = 40 * MINUTE$3;
/** Log-uniform between the two. */
function between(random, least, most) {
	return least * Math.pow(most / least, random.next());
}
/**
* The faults of a run: storms with calm between them. Which targets take part, with which of their faults, how often and for how
* long is drawn for each target once, so that runs differ in kind. In order of their beginning; one never outlasts its storm.
*/
function drawFaults(random, targets, duration) {
	const faults = [];
	const storms = [];
	const spells = random.split("storms");
	for (let at = CALM_BEFORE; at < duration - CALM;) {
		const to = Math.min(at + between(spells, 10 * MINUTE$3, 240 * MINUTE$3), duration - CALM);
		storms.push({
			from: at,
			to
		});
		at = to + CALM;
	}
	for (const target of Object.keys(targets).sort()) {
		const own = random.split(target);
		if (!own.chance(.6)) continue;
		const kinds = targets[target].faults.filter(() => own.chance(.5));
		const gap = between(own, 2 * MINUTE$3, 90 * MINUTE$3);
		const longest = between(own, 10 * SECOND$3, own.chance(.2) ? 180 * MINUTE$3 : 30 * MINUTE$3);
		if (kinds.length === 0) continue;
		for (const storm of storms) for (let at = storm.from - gap * Math.log(1 - own.next()); at < storm.to; at -= gap * Math.log(1 - own.next())) {
			const fault = kinds[own.below(kinds.length)];
			const start = Math.floor(at);
			const length = Math.max(1, Math.floor(Math.min(between(own, 100, longest), storm.to - at)));
			faults.push({
				text: `${target}:${fault}@${start}ms+${length}ms`,
				node: void 0,
				target,
				fault,
				start,
				duration: length
			});
		}
	}
	return faults.sort((a, b) => a.start - b.start || (a.text < b.text ? -1 : 1));
}
// ../next/host-sim/torture/link-check.ts
const SECOND$2 = 1e3;
/** ms of the broker's own delays. */
const DELAY = 5 * SECOND$2;
/** ms on a good link after which the birth must be there, whatever wills and twins said: the longest hold is 32 s. */
const BIRTH = 45 * SECOND$2;
/** ms from the last fault of the link to `online`: a connection attempt, the backoff's cap, and the join's. */
const RECOVERY = 320 * SECOND$2;
/** The same after a refusal that asking again will not cure. */
const REFUSED_RECOVERY = 1e3 * SECOND$2;
/** ms after which the node has left a Wi-Fi that carries nothing and joined it anew; a refusal before it makes it wait longest. */
const SILENT_RECOVERY = 1200 * SECOND$2;
/** I5 and I6 for the link of one node. Called every second. */
var LinkCheck = class {
	/** `topic`: the node's status; `keepAlive` in seconds. */
	constructor(broker, topic, keepAlive) {
		this.apart = 0;
		this.together = 0;
		this.trouble = 0;
		this.refusedAt = -Infinity;
		this.carriedAt = 0;
		this.broker = broker;
		this.topic = topic;
		this.will = 1500 * keepAlive + DELAY;
	}
	check(facts) {
		const now = facts.now;
		const status = this.broker.retained.get(this.topic);
		this.note(facts);
		if (status === "online" && now - this.apart > this.will) throw new Violation("I6", `the status is online, and nothing came from the node for ${now - this.apart} ms`);
		if (status !== "online" && now - this.together > BIRTH) throw new Violation("I6", `the status is ${status}, and the node is connected for ${now - this.together} ms`);
		const allowed = this.refusedAt > this.trouble - REFUSED_RECOVERY ? REFUSED_RECOVERY : RECOVERY;
		if (now - this.trouble > allowed && status !== "online") throw new Violation("I5", `the node is not online ${now - this.trouble} ms after the last fault of its link`);
		if (now - this.carriedAt > SILENT_RECOVERY) throw new Violation("I5", `the node keeps a Wi-Fi that has carried nothing for ${now - this.carriedAt} ms`);
	}
	note({ now, powered, reachable, connected, troubled, silent, refused }) {
		const disturbed = troubled || !powered;
		if (powered && reachable) this.apart = now;
		if (!connected || troubled || this.broker.clients().length !== 1) this.together = now;
		if (disturbed || !silent) this.carriedAt = now;
		if (disturbed || silent) this.trouble = now;
		if (refused) this.refusedAt = now;
	}
	/** A fault of the link begins or ends: between two checks, perhaps. */
	told(now) {
		this.trouble = now;
		this.together = now;
	}
	/** A message of the node has reached the broker: between two checks, perhaps. */
	heard(now) {
		this.apart = now;
	}
	/** Nothing has been wrong with the link for so long that everything is due. */
	settled(now) {
		return now - this.trouble > REFUSED_RECOVERY;
	}
};
// ../next/host-sim/torture/ledger.ts
/** The messages of a `history`, each as it stands there. */
function statesIn(history) {
	return history.slice(1, -1).split(/(?<=\}\}),(?=\{)/);
}
/** What tells a `state` message from all others: `<boot>/<seq>`. */
function nameOf(state) {
	const [, boot, sequence] = /"boot":(\d+),"seq":(\d+)/.exec(state) ?? [];
	return `${boot}/${sequence}`;
}
/**
* I1, I3 and I9: keeps the books of one start of the firmware by listening in on what its parts tell each other, and holds
* every `health` against them.
*/
var Ledger = class {
	/**
	* `now` counts from power-on; `period` in seconds. `open`: what former starts have left unacknowledged, to be added to; `boot` is the
	* number of this one. `sound`: whatever was written to flash can be read.
	*/
	constructor(node, now, period, boot = 1, open = /* @__PURE__ */ new Map(), sound = () => false) {
		this.produced = 0;
		this.acknowledged = 0;
		this.received = 0;
		this.delivered = "0/0";
		this.rejected = 0;
		this.arrived = /* @__PURE__ */ new Set();
		this.flying = [];
		this.history = false;
		this.packet = 0;
		this.now = now;
		this.period = period * 1e3;
		this.first = Math.min(this.period, 5e3);
		this.node = node;
		this.recovered = node.queued;
		this.boot = boot;
		this.sound = sound;
		this.open = open;
		node.listen(this);
	}
	/** Samples dropped in this start so far, of whichever start they were. */
	get dropped() {
		return this.node.dropped;
	}
	/** Samples that are neither acknowledged nor dropped. */
	pending() {
		return this.recovered + this.produced - this.acknowledged - this.dropped;
	}
	/** Told of every `state` that has reached the broker in a `history`: it must be what was taken, but for a date that was unknown then. */
	came(state) {
		const name = nameOf(state);
		this.arrived.add(name);
		const taken = this.open.get(name);
		if (taken === void 0 || taken === state) return;
		if (!(name.startsWith(`${this.boot}/`) && taken.includes("\"time\":null")) || taken !== state.replace(/"time":"[^"]*"/, "\"time\":null")) throw new Violation("I10", `the history has ${state}, and taken was ${taken}`);
	}
	onTaking() {
		this.produced++;
	}
	/** While a sample is published in the midst of being taken, it is not among the open ones yet. */
	onTaken(state) {
		const name = `${this.boot}/${this.produced}`;
		this.open.set(name, state);
		if (nameOf(state) !== name) throw new Violation("I1", `sample ${name} is ${state}`);
	}
	onAcknowledged(id) {
		if (id === this.packet) this.settle();
	}
	onReturned(id, rejected) {
		if (id !== this.packet) return;
		if (rejected) this.rejected += this.flying.length;
		this.flying = [];
		this.packet = 0;
	}
	onPublished(id, topic, payload) {
		if (id > 0) {
			this.packet = id;
			this.flying = [];
			this.history = false;
		}
		if (id > 0 && topic.endsWith(`/state`)) {
			this.flying = [nameOf(payload)];
			if (this.flying[0] !== `${this.boot}/${this.produced}`) throw new Violation("I1", `the sample ${this.produced} is due, and published was ${payload}`);
		} else if (id > 0 && topic.endsWith(`/history`)) {
			this.flying = statesIn(payload).map(nameOf);
			this.history = true;
		} else if (id >= 0 && topic.endsWith(`/health`)) this.compare(JSON.parse(payload));
	}
	settle() {
		for (const name of this.flying) {
			const own = name.startsWith(`${this.boot}/`);
			if (own && this.received < Number(name.split("/")[1]) && !this.arrived.has(name)) throw new Violation("I3", `sample ${name} is acknowledged, and the broker has not had it`);
			if (!this.open.delete(name) && own) throw new Violation("I1", `sample ${name} is acknowledged a second time`);
			this.arrived.delete(name);
			this.acknowledged++;
		}
		if (this.history) this.delivered = this.flying[this.flying.length - 1];
		this.flying = [];
		this.history = false;
		this.packet = 0;
	}
	compare(health) {
		if (health.drops.rejected !== this.rejected) throw new Violation("I1", `${this.rejected} samples were rejected, and ${health.drops.rejected} are counted`);
		if (health.drops.storage > 0 && this.sound()) throw new Violation("I1", `${health.drops.storage} samples are counted as unreadable, and the flash is sound`);
		const drops = health.drops.overflow + health.drops.decimated + health.drops.storage + health.drops.rejected;
		if (this.recovered + this.produced !== this.acknowledged + health.queued + drops) throw new Violation("I1", `of ${this.recovered} + ${this.produced} samples ${this.acknowledged} are acknowledged, ${health.queued} queued and ${drops} counted as dropped`);
		const off = this.now() - this.first - this.period * (this.produced + health.late_slots);
		if (off > 1.5 * this.period + 5e3 || off < -1.5 * this.period) throw new Violation("I9", `${this.produced} samples and ${health.late_slots} late slots do not make up ${this.now()} ms: off by ${off} ms`);
	}
};
// ../next/host-sim/parts/mh-z19-cell.ts
const SECOND$1 = 1e3;
/**
* The measuring cell of an MH-Z19: one value a second, with lag, noise, the error of a cold lamp, two calibration
* constants and the automatic baseline correction (MH-Z19B 1.5, "calibration"; the cycle is 26 h in the Chinese 1.3).
*/
var MhZ19Cell = class {
	constructor(random, lag, cycle) {
		this.lag = lag;
		this.cycle = cycle;
		this.gain = 1;
		this.correction = 0;
		this.baseline = 1;
		this.random = random;
		this.air = 0;
		this.measured = 0;
		this.measuredAt = 0;
		this.lowest = Infinity;
		this.correctedAt = 0;
	}
	powerUp(now) {
		this.baseline = 1;
		this.air = 0;
		this.measuredAt = 0;
		this.lowest = Infinity;
		this.correctedAt = now;
	}
	/** Whole ppm before any clamp; `cold` is the part of the preheat still to come, 1 to 0. */
	measure(now, air, cold) {
		const elapsed = now - this.measuredAt;
		if (this.air > 0 && elapsed < SECOND$1) return this.measured;
		if (this.air > 0) this.air += (air.co2 - this.air) * (1 - Math.exp(-elapsed / this.lag));
		else this.air = air.co2;
		this.measuredAt = now;
		const noise = 2.5 * this.random.gaussian();
		const value = Math.floor(this.air * this.gain * (1 + .3 * cold) + this.correction + noise + .5);
		this.measured = Math.max(0, value);
		if (this.baseline === 1 && cold <= 0) this.correct(now);
		return this.measured;
	}
	/** Takes the present air for `ppm` by shifting the curve: command 87 and the HD pin. */
	zero(ppm) {
		this.correction = ppm - this.air * this.gain;
	}
	/** Takes the present air for `ppm` by tilting the curve: command 88. */
	span(ppm) {
		if (this.air > 0) this.gain = (ppm - this.correction) / this.air;
	}
	correct(now) {
		this.lowest = Math.min(this.lowest, this.measured);
		if (now - this.correctedAt < this.cycle) return;
		this.correction += 400 - this.lowest;
		this.lowest = Infinity;
		this.correctedAt = now;
	}
};
// ../next/host-sim/parts/mh-z19-model.ts
const HOUR$3 = 36e5;
/** ppm: the range of a part that nobody has set up otherwise. */
const MH_Z19_RANGE = 5e3;
/** MH-Z19B 1.5, "main functions and performance". */
const MH_Z19_CHANNELS = [{
	quantity: "co2",
	least: 400,
	most: MH_Z19_RANGE,
	tolerance: 15
}];
const MH_Z19_MODELS = {
	A: {
		preheat: 18e4,
		t90: 6e4,
		cycle: 24 * HOUR$3,
		firmware: "0400",
		unclamped: false,
		baselineStatus: false,
		rangeStatus: true,
		status: true,
		boot: [60, 410]
	},
	B: {
		preheat: 18e4,
		t90: 12e4,
		cycle: 24 * HOUR$3,
		firmware: "0515",
		unclamped: true,
		baselineStatus: true,
		rangeStatus: true,
		status: false,
		boot: [
			6,
			-1,
			26,
			1215,
			80,
			410
		]
	},
	C: {
		preheat: 6e4,
		t90: 12e4,
		cycle: 26 * HOUR$3,
		firmware: "0436",
		unclamped: true,
		baselineStatus: false,
		rangeStatus: true,
		status: false,
		boot: [
			20,
			500,
			35,
			505,
			50,
			510
		]
	},
	D: {
		preheat: 6e4,
		t90: 12e4,
		cycle: 24 * HOUR$3,
		firmware: "",
		unclamped: false,
		baselineStatus: false,
		rangeStatus: false,
		status: false,
		boot: [
			10,
			0,
			30,
			15e3,
			50,
			400
		]
	},
	E: {
		preheat: 18e4,
		t90: 12e4,
		cycle: 26 * HOUR$3,
		firmware: "0500",
		unclamped: true,
		baselineStatus: true,
		rangeStatus: false,
		status: false,
		boot: [
			20,
			5e3,
			40,
			2e3,
			70,
			1e3
		]
	}
};
// ../next/host-sim/parts/mh-z19-reply.ts
/** A 9-byte reply: FF, command, three big-endian words, and what makes bytes 1 to 8 add up to 0. */
function mhZ19Reply(command, first, second, third) {
	const bytes = [
		command,
		first >> 8,
		first & 255,
		second >> 8,
		second & 255,
		third >> 8,
		third & 255
	];
	let frame = "ÿ";
	let sum = 0;
	for (const byte of bytes) {
		frame += String.fromCharCode(byte);
		sum += byte;
	}
	return frame + String.fromCharCode(-sum & 255);
}
// ../next/host-sim/parts/mh-z19-part.ts
/** ms of silence after power-up. */
const SILENCE$1 = 1e3;
/** ms by which the fault late-ack delays an acknowledgement: longer than hosts wait. */
const ACKNOWLEDGEMENT_DELAY = 700;
/** ms for which the HD pin must be low (MH-Z19B 1.5, "calibration"). */
const ZERO_PIN_HOLD = 7e3;
/** ms in which a sagging supply takes the reading to 0 (WifWaf/MH-Z19#48). */
const SAG = 9e5;
var MhZ19Part = class MhZ19Part {
	constructor(clock, random, letter) {
		this.name = "mh-z19";
		this.channels = MH_Z19_CHANNELS;
		this.faults = [
			"unplug",
			"corrupt",
			"hang",
			"stick",
			"sag",
			"low",
			"brown-out",
			"ff-data",
			"late-ack",
			"reset-on-write"
		];
		this.model = MH_Z19_MODELS[letter];
		this.cell = new MhZ19Cell(random, this.model.t90 / 2.303, this.model.cycle);
		this.range = MH_Z19_RANGE;
		this.recoveries = 0;
		this.clock = clock;
		this.random = random;
		this.active = {};
		this.line = void 0;
		this.air = {
			co2: 420,
			temperature: 21,
			humidity: 45,
			pressure: 1013.25
		};
		this.powered = false;
		this.poweredAt = 0;
		this.pending = "";
		this.reply = "";
		this.stuckAt = 0;
		this.saggingSince = 0;
		this.acknowledgement = "";
		this.acknowledgementTimer = void 0;
		this.powerUp();
	}
	expose(air) {
		this.air = air;
	}
	attached(line) {
		this.line = line;
	}
	powerUp() {
		if (this.active.unplug) return;
		this.powered = true;
		this.poweredAt = this.clock.now();
		this.pending = "";
		this.reply = "";
		this.cell.powerUp(this.poweredAt);
	}
	powerDown() {
		this.powered = false;
		if (this.acknowledgementTimer !== void 0) this.clock.cancel(this.acknowledgementTimer);
		this.acknowledgementTimer = void 0;
	}
	inject(fault, active) {
		if (this.faults.indexOf(fault) < 0) return false;
		const before = this.active[fault] === true;
		this.active[fault] = active;
		if (before === active) return true;
		if (fault === "unplug") {
			if (active) this.powerDown();
			else this.powerUp();
		}
		if (fault === "brown-out" && active && this.powered) this.powerUp();
		if (fault === "stick" && active) this.stuckAt = this.unclamped();
		if (fault === "sag" && active) this.saggingSince = this.clock.now();
		return true;
	}
	/** What the part holds the air to be, whole ppm, before the clamp to its range. */
	unclamped() {
		const now = this.clock.now();
		if (this.active.stick && this.stuckAt > 0) return this.stuckAt;
		const value = this.cell.measure(now, this.air, Math.max(0, 1 - (now - this.poweredAt) / this.model.preheat));
		if (this.active.sag) return Math.max(0, Math.floor(value * (1 - (now - this.saggingSince) / SAG)));
		return this.active.low ? Math.floor(value / 3) : value;
	}
	/** ms for which the PWM output is high in each cycle of 1004 ms. */
	pulse() {
		return 2 + 1e3 * Math.min(this.range, this.unclamped()) / this.range;
	}
	/** The HD pin is pulled low for that many ms. */
	holdZeroPin(milliseconds) {
		if (!this.powered || milliseconds < ZERO_PIN_HOLD) return;
		this.unclamped();
		this.cell.zero(400);
	}
	receive(bytes) {
		if (!this.powered || this.active.hang || this.recoveries > 0) return;
		if (this.clock.now() - this.poweredAt < SILENCE$1) return;
		this.pending += bytes;
		while (this.pending.length >= 9) if (this.isRequest()) {
			const request = this.pending.slice(0, 9);
			this.pending = this.pending.slice(9);
			this.obey(request);
		} else this.pending = this.pending.slice(1);
	}
	/** A request with a wrong sum gets no answer. */
	isRequest() {
		if (this.pending.charCodeAt(0) !== 255 || this.pending.charCodeAt(1) !== 1) return false;
		let sum = 0;
		for (let i = 1; i < 8; i++) sum += this.pending.charCodeAt(i);
		return (256 - (sum & 255) & 255) === this.pending.charCodeAt(8);
	}
	/** By byte position alone: a misplaced argument is obeyed as what it says. */
	obey(request) {
		const command = request.charCodeAt(2);
		const b3 = request.charCodeAt(3);
		const b6b7 = request.charCodeAt(6) * 256 + request.charCodeAt(7);
		const model = this.model;
		if (command === 134) this.answerReading();
		else if (command === 133) {
			if (model.unclamped) {
				const hundredths = Math.floor(this.air.temperature * 100) & 65535;
				this.answer(command, hundredths, this.unclamped(), 22136);
			}
		} else if (command === 121) {
			this.cell.baseline = b3 === 160 ? 1 : 0;
			this.acknowledge(command);
		} else if (command === 135) {
			this.unclamped();
			this.cell.zero(400);
			this.acknowledge(command);
		} else if (command === 136) {
			const ppm = b3 * 256 + request.charCodeAt(4);
			this.unclamped();
			if (ppm >= 1e3) this.cell.span(ppm);
			this.acknowledge(command);
		} else if (command === 153) {
			this.range = b6b7 >= 500 && b6b7 <= 2e4 ? b6b7 : 1e3;
			this.acknowledge(command);
		} else if (command === 141) this.powerUp();
		else if (command === 120) this.recoveries++;
		else this.answerInquiry(command);
	}
	/** The commands that no document has. */
	answerInquiry(command) {
		const model = this.model;
		if (command === 125 && model.baselineStatus) this.answer(command, 0, 0, this.cell.baseline);
		else if (command === 155 && model.rangeStatus) this.answer(command, 0, this.range, 0);
		else if (model.firmware) {
			if (command === 160) {
				const digits = model.firmware;
				this.answer(command, digits.charCodeAt(0) * 256 + digits.charCodeAt(1), digits.charCodeAt(2) * 256 + digits.charCodeAt(3), 0);
			} else if (command === 132) this.answer(command, 32e3 - this.unclamped(), 0, 0);
			else if (command === 156) this.answer(command, 0, 32e3, 0);
			else if (command === 163) this.answer(command, 40, 0, 0);
			else if (command === 162 && this.reply) this.send(this.reply);
		}
	}
	answerReading() {
		const elapsed = this.clock.now() - this.poweredAt;
		const boot = this.model.boot;
		let ppm = -2;
		for (let i = 0; i < boot.length && ppm === -2; i += 2) if (elapsed < boot[i] * 1e3) ppm = boot[i + 1];
		const booting = ppm > -2;
		if (ppm < 0) ppm = Math.min(this.range, this.unclamped());
		let status = 0;
		let extra = 0;
		if (this.model.status) {
			status = booting ? 1 : 64;
			extra = booting ? 15e3 : 15001 + this.random.below(4e3);
		}
		let warmth = Math.floor(this.air.temperature + 40 + 5 * (2 * this.random.next() - 1)) & 255;
		if (this.active["ff-data"]) {
			warmth = 255;
			extra = 65414;
		}
		this.answer(134, ppm, warmth * 256 + status, extra);
	}
	acknowledge(command) {
		if (this.active["late-ack"]) {
			this.acknowledgement = mhZ19Reply(command, 256, 0, 0);
			this.acknowledgementTimer = this.clock.after(ACKNOWLEDGEMENT_DELAY, MhZ19Part.acknowledged, this);
		}
		if (this.active["reset-on-write"] && command !== 121) this.powerUp();
	}
	answer(command, first, second, third) {
		this.reply = mhZ19Reply(command, first, second, third);
		this.send(this.reply);
	}
	send(frame) {
		const booting = this.model.boot[1] === -1 && this.clock.now() - this.poweredAt < this.model.boot[0] * 1e3;
		const line = this.line;
		if (!line || !this.powered) return;
		if (!booting && !this.active.corrupt) line.transmit(frame);
		else line.transmit(frame.slice(0, 8) + String.fromCharCode(frame.charCodeAt(8) + 1 + this.random.below(255) & 255));
	}
	static acknowledged(part) {
		part.acknowledgementTimer = void 0;
		part.send(part.acknowledgement);
	}
};
// ../next/host-sim/parts/scd30-cell.ts
/** Data sheet 1.0, tables 1 to 3; the temperature is that of a part that does not warm itself. */
const SCD30_CHANNELS = [
	{
		quantity: "co2",
		least: 400,
		most: 1e4,
		tolerance: 30
	},
	{
		quantity: "temperature",
		least: -40,
		most: 70,
		tolerance: .15
	},
	{
		quantity: "humidity",
		least: 0,
		most: 100,
		tolerance: 1.5
	}
];
/** ms after which 63 % of a step in CO2 has arrived. */
const RESPONSE = 2e4;
/** ms after which 63 % of a changed temperature offset has arrived. */
const OFFSET_SETTLING = 12e4;
/** ms after which 63 % of the self-heating has arrived. */
const HEATING = 3e5;
/** ms of fresh-air search before self-calibration acts. */
const SEARCH$1 = 6048e5;
/** ppm that self-calibration takes for outdoor air. */
const OUTDOOR = 400;
/** Saturation vapour pressure over water, hPa (Magnus form), held where the formula has a meaning. */
function saturation$1(temperature) {
	const held = Math.min(100, Math.max(-60, temperature));
	return 6.112 * Math.exp(17.62 * held / (243.12 + held));
}
/** The optical cell, the humidity element beside it, and the self-calibration that watches them. */
var Scd30Cell = class {
	constructor(random) {
		this.random = random;
		this.co2 = 0;
		this.temperature = 0;
		this.humidity = 0;
		this.selfHeating = 1;
		this.correction = 0;
		this.seen = -1;
		this.offset = 0;
		this.warmth = 0;
		this.last = 0;
		this.searchSince = 0;
		this.lowest = Infinity;
	}
	/** The part is cold, and its search for fresh air begins anew. `offset` in deg C. */
	powerUp(now, offset) {
		this.last = now;
		this.warmth = 0;
		this.offset = offset;
		this.searchSince = now;
		this.lowest = Infinity;
	}
	/** One measurement; `assumed` hPa is what the part takes the air pressure for, `interval` in seconds. */
	measure(now, air, assumed, offset, interval, selfCalibrates) {
		const passed = now - this.last;
		this.last = now;
		if (this.seen < 0) this.seen = air.co2;
		this.seen += (air.co2 - this.seen) * (1 - Math.exp(-passed / RESPONSE));
		this.offset += (offset - this.offset) * (1 - Math.exp(-passed / OFFSET_SETTLING));
		this.warmth += (this.selfHeating * 2 / interval - this.warmth) * (1 - Math.exp(-passed / HEATING));
		const raw = this.seen * air.pressure / assumed;
		if (selfCalibrates) {
			this.lowest = Math.min(this.lowest, raw + this.correction);
			if (now - this.searchSince >= SEARCH$1) {
				this.correction += OUTDOOR - this.lowest;
				this.searchSince = now;
				this.lowest = Infinity;
			}
		} else {
			this.searchSince = now;
			this.lowest = Infinity;
		}
		this.co2 = Math.min(4e4, Math.max(0, raw + this.correction + 5 * this.random.gaussian()));
		this.temperature = air.temperature + this.warmth - this.offset + .02 * this.random.gaussian();
		const compensated = air.humidity * saturation$1(air.temperature) / saturation$1(this.temperature);
		this.humidity = Math.min(1e4, Math.max(0, compensated + .05 * this.random.gaussian()));
	}
	/** Forced recalibration: what the cell sees now is `reference` ppm. */
	recalibrate(reference, air, assumed) {
		const seen = this.seen < 0 ? air.co2 : this.seen;
		this.correction = reference - seen * air.pressure / assumed;
	}
};
// ../next/host-sim/parts/scd30-memory.ts
/** The settings of an SCD30: what it keeps, what it forgets, what it refuses (interface description 1.0, 1.4). */
var Scd30Memory = class {
	constructor() {
		this.interval = 2;
		this.selfCalibration = 0;
		this.offset = 0;
		this.altitude = 0;
		this.recalibration = 400;
		this.wear = 0;
	}
	/** False when the command sets nothing, or the value is out of its range. */
	write(command, value) {
		if (command === 17920 && value >= 2 && value <= 1800) this.interval = value;
		else if (command === 21254 && value <= 1) this.selfCalibration = value;
		else if (command === 20996 && value >= 400 && value <= 2e3) this.recalibration = value;
		else if (command === 21507) this.offset = value;
		else if (command === 20738) this.altitude = value;
		else return false;
		this.wear++;
		return true;
	}
	/** -1 when the command reads no setting. */
	read(command) {
		if (command === 17920) return this.interval;
		if (command === 21254) return this.selfCalibration;
		if (command === 20996) return this.recalibration;
		if (command === 21507) return this.offset;
		if (command === 20738) return this.altitude;
		return -1;
	}
};
// ../next/host-sim/parts/scd30-reply.ts
/** An SCD30's words on the wire: big-endian, each with its checksum (interface description 1.0, 1.1.3). */
/** A float has many spellings of not-a-number; this is the part's. */
const NOT_A_NUMBER = 2143289344;
/** The checksum that follows a word: polynomial 31, initial FF. */
function checksum(high, low) {
	let crc = 255;
	for (const byte of [high, low]) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 128 ? (crc << 1 ^ 49) & 255 : crc << 1;
	}
	return crc;
}
function words(values) {
	const bytes = [];
	for (const value of values) bytes.push(value >> 8, value & 255, checksum(value >> 8, value & 255));
	return bytes;
}
/** IEEE 754 singles, two words each. */
function floats(values) {
	const halves = [];
	const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(4));
	for (const value of values) {
		if (isNaN(value)) view.setUint32(0, NOT_A_NUMBER);
		else view.setFloat32(0, value);
		halves.push(view.getUint16(0), view.getUint16(2));
	}
	return words(halves);
}
// ../next/host-sim/parts/scd30-part.ts
/** ms without an acknowledge after power-up and soft reset (1.4.10: less than 2 s). */
const BOOT$1 = 1950;
/** ms that must pass between a command's STOP and its read header (1.1.1). */
const PAUSE$1 = 3;
/** ms for which a measurement stretches the clock (1.1). */
const STRETCH = 30;
/** ms for which the part stretches once a day (1.1). */
const LONG_STRETCH = 150;
const DAY = 864e5;
const SERIAL_TEXT = "B3A1C05E7D92";
/**
* The part on its wire. Faults beside 'unplug', 'corrupt' (one bit a reply) and 'hang' (answers nothing while active):
* 'corrupt-word', 'not-a-number', 'all-ff', 'all-00', 'zero' (CO2 alone), 'never-ready', 'stretch' (30 ms always),
* 'stretch-long' (150 ms), 'stretch-forever', 'dead' (until the next power-up), 'modbus' (SEL high at the next power-up).
* Once, on activation: 'lost-start' (stops measuring), 'old-interval' (60 s stored), 'negative-offset' (-7 deg C stored).
*/
var Scd30Part = class Scd30Part {
	constructor(clock, random) {
		this.name = "scd30";
		this.channels = SCD30_CHANNELS;
		this.address = 97;
		this.faults = [
			"unplug",
			"corrupt",
			"hang",
			"corrupt-word",
			"not-a-number",
			"all-ff",
			"all-00",
			"zero",
			"never-ready",
			"stretch",
			"stretch-long",
			"stretch-forever",
			"dead",
			"modbus",
			"lost-start",
			"old-interval",
			"negative-offset"
		];
		this.clock = clock;
		this.random = random;
		this.cell = new Scd30Cell(random);
		this.memory = new Scd30Memory();
		this.active = {};
		this.air = {
			co2: 420,
			temperature: 21,
			humidity: 45,
			pressure: 1013.25
		};
		this.measuring = false;
		this.pressure = 0;
		this.frame = [];
		this.powered = false;
		this.dead = false;
		this.speaksModbus = false;
		this.bootedAt = 0;
		this.longStretchAt = 0;
		this.due = 0;
		this.ready = false;
		this.finished = 0;
		this.received = [];
		this.reply = [];
		this.position = 0;
		this.transfer = 0;
		this.writtenAt = 0;
		this.measuredAt = 0;
		this.powerUp();
	}
	expose(air) {
		this.air = air;
	}
	powerUp() {
		if (this.active.unplug) return;
		this.powered = true;
		this.dead = false;
		this.speaksModbus = this.active.modbus === true;
		this.longStretchAt = this.clock.now() + DAY;
		this.cell.powerUp(this.clock.now(), this.memory.offset / 100);
		this.reset();
	}
	powerDown() {
		this.powered = false;
		this.clock.cancel(this.timer);
		this.timer = void 0;
		this.release();
	}
	inject(fault, active) {
		if (this.faults.indexOf(fault) < 0) return false;
		const before = this.active[fault] === true;
		this.active[fault] = active;
		if (fault === "unplug" && active !== before) {
			if (active) this.powerDown();
			else this.powerUp();
		}
		if (active && fault === "dead") this.dead = true;
		if (active && fault === "old-interval") this.memory.interval = 60;
		if (active && fault === "negative-offset") this.memory.offset = 64836;
		if (active && fault === "lost-start") this.measuring = false;
		if (active && (fault === "lost-start" || fault === "old-interval")) this.schedule();
		return true;
	}
	select(reading, repeated) {
		const now = this.clock.now();
		if (!this.powered || this.dead || this.speaksModbus || this.active.hang || now < this.bootedAt) return false;
		if (reading) {
			if (repeated || this.reply.length === 0 || now - this.writtenAt <= PAUSE$1) return false;
			this.distort();
		}
		this.transfer = reading ? 2 : 1;
		this.received = [];
		this.position = 0;
		return true;
	}
	accept(byte) {
		this.received.push(byte);
		return this.received.length <= 5;
	}
	supply() {
		return this.position < this.reply.length ? this.reply[this.position++] : 255;
	}
	release() {
		const transfer = this.transfer;
		this.transfer = 0;
		if (transfer === 1) {
			this.writtenAt = this.clock.now();
			this.reply = [];
			this.obey();
		} else if (transfer === 2) {
			if (this.reply.length === 18 && this.position === 18) this.ready = false;
			this.reply = [];
		}
	}
	stretch() {
		const now = this.clock.now();
		if (this.active["stretch-forever"]) return Infinity;
		if (this.active["stretch-long"]) return LONG_STRETCH;
		if (now >= this.longStretchAt) {
			this.longStretchAt = now + DAY;
			return LONG_STRETCH;
		}
		if (this.active.stretch) return STRETCH;
		return Math.max(0, this.measuredAt + STRETCH - now);
	}
	holdsData() {
		return this.powered && this.transfer === 2;
	}
	/** What power-up and the command have in common. */
	reset() {
		this.bootedAt = this.clock.now() + BOOT$1;
		this.memory.recalibration = 400;
		this.ready = false;
		this.finished = 0;
		this.received = [];
		this.reply = [];
		this.position = 0;
		this.transfer = 0;
		this.writtenAt = -Infinity;
		this.measuredAt = -Infinity;
		this.schedule();
	}
	/** Forgets the measurement under way, and begins one if there is to be one. */
	schedule() {
		this.clock.cancel(this.timer);
		this.timer = void 0;
		this.due = Math.max(this.clock.now(), this.bootedAt);
		if (this.measuring && this.powered) this.plan();
	}
	plan() {
		this.due += this.memory.interval * 1e3;
		this.timer = this.clock.after(Math.max(0, this.due - this.clock.now()), Scd30Part.measure, this);
	}
	static measure(self) {
		self.timer = void 0;
		const now = self.clock.now();
		self.cell.measure(now, self.air, self.assumed(), self.memory.offset / 100, self.memory.interval, self.memory.selfCalibration === 1);
		self.finished++;
		self.frame = floats([
			self.active.zero || self.finished === 1 ? 0 : self.finished === 2 ? self.cell.co2 * .7 : self.cell.co2,
			self.cell.temperature,
			self.cell.humidity
		]);
		self.ready = true;
		self.measuredAt = now;
		self.plan();
	}
	/** hPa the part takes the air pressure for. */
	assumed() {
		if (this.pressure > 0) return this.pressure;
		return 1013.25 * Math.exp(-this.memory.altitude / 8434);
	}
	obey() {
		const bytes = this.received;
		if (bytes.length !== 2 && (bytes.length !== 5 || checksum(bytes[2], bytes[3]) !== bytes[4])) return;
		const command = bytes[0] << 8 | bytes[1];
		if (bytes.length === 5) this.set(command, bytes[2] << 8 | bytes[3]);
		else if (command === 54020) this.reset();
		else if (command === 260) this.halt();
		else this.reply = this.answer(command);
	}
	halt() {
		this.measuring = false;
		this.ready = false;
		this.schedule();
	}
	set(command, value) {
		if (command === 16 && (value === 0 || value >= 700 && value <= 1400)) {
			this.pressure = value;
			if (!this.measuring) {
				this.measuring = true;
				this.schedule();
			}
		} else if (this.memory.write(command, value)) {
			if (command === 17920) this.schedule();
			if (command === 20996 && this.measuring) this.cell.recalibrate(value, this.air, this.assumed());
		}
	}
	answer(command) {
		if (command === 514) return words([this.ready && !this.active["never-ready"] ? 1 : 0]);
		if (command === 768) return this.active["not-a-number"] ? floats([
			NaN,
			NaN,
			NaN
		]) : this.frame.slice();
		const setting = this.memory.read(command);
		if (setting >= 0) return words([setting]);
		if (command === 53504) return words([834]);
		if (command !== 53299) return [];
		const pairs = [];
		for (let i = 0; i < 32; i += 2) pairs.push(i < 12 ? SERIAL_TEXT.charCodeAt(i) << 8 | SERIAL_TEXT.charCodeAt(i + 1) : 0);
		return words(pairs);
	}
	/** What the faults make of the reply that is about to be read. */
	distort() {
		const reply = this.reply;
		if (this.active.corrupt) reply[this.random.below(reply.length)] ^= 1 << this.random.below(8);
		if (this.active["corrupt-word"]) {
			const word = 3 * this.random.below(reply.length / 3);
			reply[word] ^= 1 + this.random.below(255);
			reply[word + 1] = this.random.below(256);
		}
		if (this.active["all-ff"]) reply.fill(255);
		if (this.active["all-00"]) reply.fill(0);
	}
};
/** One row for each kind of sensor. */
const SENSOR_TRUTHS = {
	scd30: {
		measures: [
			"co2",
			"temperature",
			"humidity"
		],
		lies: {
			"corrupt-word": 0,
			dead: 1e4,
			modbus: 1e4,
			"negative-offset": 9e5
		},
		unnoticed: {
			fault: "unplug",
			after: 1e4
		},
		stuck: ["dead", "modbus"],
		repair: {
			fault: "negative-offset",
			mend: (part) => {
				if (part instanceof Scd30Part) part.memory.offset = 0;
			}
		},
		tolerance: (part, quantity, least, most) => {
			const correction = part instanceof Scd30Part ? part.cell.correction : 0;
			if (quantity === "co2") return [least + correction - 30 - .03 * least, most + correction + 30 + .03 * most];
			return quantity === "temperature" ? [least - .4, most + 1.5] : [least - 3 - .08 * least, most + 3];
		}
	},
	"mh-z19": {
		measures: ["co2"],
		lies: {
			stick: 0,
			sag: 0,
			low: 0
		},
		wire: "uart",
		stuck: [],
		tolerance: (part, _quantity, least, most) => {
			const correction = part instanceof MhZ19Part ? part.cell.correction : 0;
			return [least + correction - 50 - .05 * least, most + correction + 50 + .05 * most];
		}
	},
	ds18b20: {
		measures: [],
		lies: { corrupt: 0 },
		stuck: [],
		tolerance: (_part, _quantity, least, most) => [least - .6, most + .6]
	}
};
/** Wires that lie by themselves, as a part does. */
const LYING_WIRES = { uart: { noise: 0 } };
/** Undefined where the name is not that of a kind of sensor. */
function sensorTruth(name) {
	return Object.hasOwn(SENSOR_TRUTHS, name) ? SENSOR_TRUTHS[name] : void 0;
}
/** How long the values of a sensor, or of what is on a wire, may be false after a fault, in ms; undefined where they may not. `twoPeriods`: of the samples, in ms. */
function falseAfter(target, { fault, duration }, twoPeriods) {
	const truth = sensorTruth(target);
	const unnoticed = truth?.unnoticed;
	if (unnoticed?.fault === fault && duration < twoPeriods) return unnoticed.after;
	return (truth?.lies ?? LYING_WIRES[target])?.[fault];
}
// ../next/host-sim/torture/repeat-check.ts
/** Samples remembered, at least. */
const LEAST = 500;
/**
* I3, as often as the protocol says: in one session of the broker a sample comes once at QoS 2, and at QoS 1 a second time only marked
* as a repeat. With a new session, of a node that was restarted or of a broker that forgot, everything may come again.
*/
var RepeatCheck = class {
	constructor() {
		this.session = 0;
		this.young = /* @__PURE__ */ new Set();
		this.old = /* @__PURE__ */ new Set();
	}
	/** `names`: of the samples in it. */
	check(message, names) {
		if (message.session !== this.session) {
			this.session = message.session ?? 0;
			this.forget();
		}
		for (const name of names) {
			if ((this.young.has(name) || this.old.has(name)) && (message.qos > 1 || !message.repeated)) throw new Violation("I3", `sample ${name} came twice in one session at QoS ${message.qos}${message.repeated ? ", marked as a repeat" : ""}`);
			this.young.add(name);
		}
		if (this.young.size < LEAST) return;
		this.old = this.young;
		this.young = /* @__PURE__ */ new Set();
	}
	/** What came before may come again. */
	forget() {
		this.young.clear();
		this.old.clear();
	}
};
// ../next/contract/state.ts
/** How far a value is to be trusted. Whatever is not `ok` has no value: it is `null`. */
const QUALITIES = [
	"ok",
	"warming",
	"stale",
	"suspect",
	"fault"
];
// ../next/host-sim/torture/state-check.ts
const VALUE = "(?:null|-?\\d+(?:\\.\\d+)?)";
const WORD = `"(?:${QUALITIES.join("|")})"`;
const STATE = new RegExp(`^\\{"node":"[a-z0-9-]{1,20}","location":"[^"\\\\]*","boot":\\d+,"seq":\\d+,"time":(?:null|"\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z"),"uptime":\\d+(?:,"co2":(?:null|\\d{1,5}))?(?:,"temperature":(?:null|-?\\d{1,3}\\.\\d\\d))?(?:,"humidity":(?:null|\\d{1,3}\\.\\d))?(?:,"probes":\\{${`(?:"[0-9a-f]{16}":${VALUE}(?:,(?="))?)*`}\\})?,"quality":\\{(?:"(?:co2|temperature|humidity|[0-9a-f]{16})":${WORD}(?:,(?="))?)*\\}\\}$`);
/** The message, if it is what conventions make of it: order of keys, formats, and a value exactly where the quality is `ok`. */
function checkState(payload) {
	if (!STATE.test(payload)) throw new Violation("I10", `this is not a state message: ${payload}`);
	const state = JSON.parse(payload);
	const values = state.values = quantities(state);
	const keys = Object.keys(state.quality);
	if (keys.length !== Object.keys(values).length) throw new Violation("I10", `values and qualities do not go together: ${payload}`);
	for (const key of keys) {
		const value = values[key];
		if (value === void 0 || state.quality[key] === "ok" !== (value !== null)) throw new Violation("I10", `${key} is ${value} and ${state.quality[key]}: ${payload}`);
	}
	return state;
}
function quantities(state) {
	const values = state.probes ? { ...state.probes } : {};
	if (state.co2 !== void 0) values["co2"] = state.co2;
	if (state.temperature !== void 0) values["temperature"] = state.temperature;
	if (state.humidity !== void 0) values["humidity"] = state.humidity;
	return values;
}
// ../next/host-sim/board/faulty-network.ts
/**
* What a network does under its faults: `loss` (connections break and new ones are refused), `silent` (nothing passes in either
* direction and nothing breaks) and `nameless` (no name can be looked up, so no new connection can be made).
*/
var FaultyNetwork = class {
	constructor() {
		this.faults = [
			"loss",
			"silent",
			"nameless"
		];
		this.nameless = false;
		this.silent = false;
		this.lost = false;
		this.joined = true;
		this.muted = false;
	}
	inject(fault, active) {
		if (fault === "loss") {
			this.lost = active;
			if (active) this.breakAll();
		} else if (fault === "silent") {
			this.muted = active;
			this.listen();
		} else if (fault === "nameless") this.nameless = active;
		else return false;
		return true;
	}
	associate(joined) {
		this.joined = joined;
		this.listen();
	}
	listen() {
		this.silent = this.muted || !this.joined;
		this.settle();
	}
};
// ../next/host-sim/board/memory-network.ts
/** The largest piece that Espruino's sockets pass on at once. */
const CHUNK = 536;
/** A connection that nobody answers is given up after this many ms. */
const CONNECT_TIMEOUT = 2e4;
/** Where a server with a name is. */
const ADDRESS = "10.0.0.1";
/** One end of a connection. */
var End = class End {
	constructor(network) {
		this.open = false;
		this.network = network;
	}
	write(bytes) {
		if (!this.open || !this.peer) return false;
		if (bytes.length <= CHUNK) this.network.send(this.peer, bytes);
		else for (let i = 0; i < bytes.length; i += CHUNK) this.network.send(this.peer, bytes.slice(i, i + CHUNK));
		return true;
	}
	close() {
		const events = this.events;
		if (!events) return;
		this.events = void 0;
		if (this.open && this.peer) this.network.send(this.peer, void 0);
		this.open = false;
		this.network.forget(this);
		this.network.clock.after(0, End.tellClosed, events);
	}
	/** The stream ended from the other side, or the link broke. */
	end() {
		const events = this.events;
		this.events = void 0;
		this.open = false;
		this.network.forget(this);
		if (events) events.onClose();
	}
	static tellClosed(events) {
		events.onClose();
	}
};
/**
* A node's connections to servers in the same process, in the time of `clock`. Faults: see
* `FaultyNetwork`; what `silent` holds back passes when it ends.
*/
var MemoryNetwork = class MemoryNetwork extends FaultyNetwork {
	/** `latency`: ms from one end to the other. */
	constructor(clock, latency) {
		super();
		this.servers = /* @__PURE__ */ new Map();
		this.datagramServers = /* @__PURE__ */ new Map();
		this.ends = /* @__PURE__ */ new Set();
		this.held = [];
		this.clock = clock;
		this.latency = latency;
	}
	/** `server` answers on `port`, whatever the host is called. */
	serve(port, server) {
		this.servers.set(port, server);
	}
	/** Likewise for datagrams. */
	serveDatagrams(port, server) {
		this.datagramServers.set(port, server);
	}
	sendDatagram(...[host, port, bytes, onBytes]) {
		let open = true;
		const pass = (task) => {
			this.clock.after(this.latency, () => {
				if (!this.silent && !this.lost) task();
			}, void 0);
		};
		pass(() => {
			const server = this.datagramServers.get(port);
			const address = /^[\d.]+$/.test(host) ? host : ADDRESS;
			for (const answer of server?.answer(bytes) ?? []) pass(() => {
				if (open) onBytes(answer, server?.source ?? {
					address,
					port
				});
			});
		});
		return { close: () => {
			open = false;
		} };
	}
	connect(_host, port, events) {
		const near = new End(this);
		near.events = events;
		this.ends.add(near);
		const server = this.servers.get(port);
		if (this.silent) this.clock.after(CONNECT_TIMEOUT, MemoryNetwork.refuse, near);
		else if (!server || this.lost || this.nameless) this.clock.after(this.latency, MemoryNetwork.refuse, near);
		else this.clock.after(2 * this.latency, MemoryNetwork.open, {
			near,
			server
		});
		return near;
	}
	send(to, bytes) {
		this.clock.after(this.latency, MemoryNetwork.deliver, {
			to,
			bytes
		});
	}
	forget(end) {
		this.ends.delete(end);
	}
	breakAll() {
		for (const end of [...this.ends]) end.end();
	}
	settle() {
		if (this.silent) return;
		const held = this.held;
		this.held = [];
		for (const packet of held) MemoryNetwork.deliver(packet);
	}
	static open(connection) {
		const near = connection.near;
		const events = near.events;
		if (!events) return;
		const network = near.network;
		if (network.lost) return near.end();
		const far = new End(network);
		near.peer = far;
		far.peer = near;
		near.open = true;
		far.open = true;
		far.events = connection.server.accept(far);
		network.ends.add(far);
		far.events.onOpen();
		events.onOpen();
	}
	static refuse(near) {
		near.end();
	}
	static deliver(packet) {
		const to = packet.to;
		const network = to.network;
		if (network.silent) {
			network.held.push(packet);
			return;
		}
		const events = to.events;
		if (!events) return;
		if (packet.bytes === void 0) to.end();
		else events.onBytes(packet.bytes);
	}
};
// ../next/host-sim/board/probe-bus-faults.ts
/** The target `ds18b20`: faults of the line, and those of a probe applied to every probe on it. */
var ProbeBusFaults = class {
	constructor(line, probes) {
		this.line = line;
		this.probes = probes;
		this.faults = [.../* @__PURE__ */ new Set([...line.faults, ...probes.flatMap((probe) => probe.faults)])];
	}
	inject(fault, active) {
		if (this.line.faults.includes(fault)) return this.line.inject(fault, active);
		let known = false;
		for (const probe of this.probes) if (probe.inject(fault, active)) known = true;
		return known;
	}
};
// ../next/host-sim/board/simulated-storage.ts
/** What a file costs beside its text: the header of Espruino's Storage. */
const HEADER = 32;
const LONGEST_NAME = 28;
/** Files in memory, as many as fit into `capacity` bytes. Outlives the station, as flash outlives a power cut. */
var SimulatedStorage = class {
	/** An ESP32 with 4 MB of flash has 896 KB for files. */
	constructor(capacity = 917504) {
		this.files = /* @__PURE__ */ new Map();
		this.capacity = capacity;
	}
	read(name) {
		return this.files.get(name);
	}
	write(name, text) {
		if (!text || !name || name.length > LONGEST_NAME) return 7;
		let used = HEADER + text.length;
		for (const [other, content] of this.files) if (other !== name) used += HEADER + content.length;
		if (used > this.capacity) return 12;
		this.files.set(name, text);
		return 0;
	}
	erase(name) {
		this.files.delete(name);
	}
};
// ../next/host-sim/board/simulated-wifi.ts
/** How long association and an address take, ms: 0.8-1.5 s. */
const JOIN_LEAST = 800;
const JOIN_SPREAD = 700;
/** How long a join is tried while no access point answers. */
const JOIN_TIMEOUT = 3e4;
/**
* An access point that takes any network name and password. Faults: `loss` (out of range: the association is lost and
* joining ends in TIMEOUT), `absent` (no such network: NOT_FOUND), `refuse` (the password is wrong: REFUSED), `weak` (-88 dBm) and
* `silent`: what is joined stays joined and carries nothing from then on, until the network is joined anew after the fault.
*/
var SimulatedWifi = class SimulatedWifi {
	/** `onChange` is told when the association comes and goes, before the station is. */
	constructor(clock, random, onChange) {
		this.faults = [
			"loss",
			"absent",
			"refuse",
			"weak",
			"silent"
		];
		this.joined = false;
		this.associated = false;
		this.active = /* @__PURE__ */ new Set();
		this.lost = () => void 0;
		this.clock = clock;
		this.random = random;
		this.onChange = onChange;
	}
	join(_network, _password, done) {
		this.clock.cancel(this.timer);
		this.done = done;
		const delay = this.active.has("loss") ? JOIN_TIMEOUT : JOIN_LEAST + JOIN_SPREAD * this.random.next();
		this.timer = this.clock.after(delay, SimulatedWifi.settle, this);
	}
	onLost(lost) {
		this.lost = lost;
	}
	signal() {
		if (!this.associated) return 0;
		return (this.active.has("weak") ? -88 : -58) - this.random.below(7);
	}
	inject(fault, active) {
		if (!this.faults.some((known) => known === fault)) return false;
		if (active) this.active.add(fault);
		else this.active.delete(fault);
		if (fault === "silent" && active) this.change(false);
		if (fault === "loss" && active && this.associated) {
			this.associated = false;
			this.change(false);
			this.lost();
		}
		return true;
	}
	leave() {
		this.powerDown();
	}
	/** Joined, and nothing passes: only joining anew helps. */
	get silent() {
		return this.associated && !this.joined;
	}
	/** The board lost its power: nobody is told. */
	powerDown() {
		this.clock.cancel(this.timer);
		this.timer = void 0;
		this.done = void 0;
		this.associated = false;
		this.change(false);
	}
	static settle(wifi) {
		const done = wifi.done;
		wifi.timer = void 0;
		wifi.done = void 0;
		const active = wifi.active;
		const status = active.has("loss") ? 2 : active.has("absent") ? 6 : active.has("refuse") ? 14 : 0;
		if (status === 0) {
			wifi.associated = true;
			wifi.change(!active.has("silent"));
		}
		if (done) done(status);
	}
	change(joined) {
		if (this.joined === joined) return;
		this.joined = joined;
		this.onChange(joined);
	}
};
// ../next/host-sim/board/simulated-board.ts
/** ms between two looks at the world: no part measures more often. */
const TICK = 1e3;
/** One node's hardware: wires with parts on them, the world around, flash, Wi-Fi and the way to the broker. */
var SimulatedBoard = class SimulatedBoard {
	/** Without power yet. */
	constructor({ clock, mac, i2c, uart, oneWire, world, fittings, flash, network, random }) {
		this.storage = new SimulatedStorage();
		this.clock = clock;
		this.mac = mac;
		this.random = random;
		this.network = network;
		this.flash = flash;
		this.i2c = i2c;
		this.uart = uart;
		this.oneWire = oneWire;
		this.world = world;
		this.wifi = new SimulatedWifi(clock, random.split("wifi"), (joined) => network.associate(joined));
		this.fittings = fittings;
		this.targets = this.faultTargets();
		for (const { part, air } of fittings) {
			part.expose(air);
			part.powerDown();
		}
		network.associate(false);
	}
	get parts() {
		return this.fittings.map(({ part }) => part);
	}
	/** Power for the board and all its parts. */
	powerUp() {
		this.clock.cancel(this.timer);
		this.timer = void 0;
		SimulatedBoard.tick(this);
		for (const { part } of this.fittings) part.powerUp();
	}
	/** What is in flash and in the parts' non-volatile memory stays. */
	powerDown() {
		this.clock.cancel(this.timer);
		this.timer = void 0;
		for (const { part } of this.fittings) part.powerDown();
		this.wifi.powerDown();
	}
	/** The high-side switch of the sensor's supply, closed by `level`; `sensor` as in the settings. */
	supply(sensor, level) {
		const parts = this.fittings.filter((fitting) => fitting.sensor === sensor).map(({ part }) => part);
		let closed = true;
		return { write: (high) => {
			const close = high === (level !== 0);
			if (close === closed) return;
			closed = close;
			for (const part of parts) if (close) part.powerUp();
			else part.powerDown();
		} };
	}
	static tick(board) {
		board.world.advance(board.clock.now());
		board.timer = board.clock.after(TICK, SimulatedBoard.tick, board);
	}
	/** Every part and its wire; a line of probes answers to the sensor's name together with all that are on it. */
	faultTargets() {
		const targets = {};
		const probes = this.fittings.filter(({ wire }) => wire === "oneWire");
		for (const { wire, part } of this.fittings) {
			targets[part.name] = part;
			if (wire !== "oneWire") targets[wire] = this[wire];
		}
		for (const { sensor } of probes) targets[sensor] ??= new ProbeBusFaults(this.oneWire, probes.filter((probe) => probe.sensor === sensor).map(({ part }) => part));
		targets["wifi"] = this.wifi;
		targets["broker"] = this.network;
		return targets;
	}
};
// ../next/host-sim/board/simulated-flash-pages.ts
const PAGE$1 = 4096;
/** Where an ESP32 under Espruino has 64 KB that nobody uses. */
const START$1 = 3211264;
/** Thrown out of the firmware at the moment at which the power goes. */
var PowerCut = class extends Error {};
/**
* Flash with the habits that bite: bits only go from 1 to 0 until their page is erased, and the power may go after any byte
* programmed, in the middle of one, and before, in and after each erase. Outlives the program, as flash does.
*/
var SimulatedFlashPages = class {
	constructor(count = 16, start = START$1) {
		this.pages = this;
		this.steps = 0;
		this.left = Infinity;
		this.onCut = () => {
			throw new PowerCut("the power is gone");
		};
		this.broken = false;
		this.erasable = true;
		this.weak = false;
		this.erases = 0;
		this.dead = false;
		this.count = count;
		this.start = start;
		this.bytes = new Uint8Array(count * PAGE$1).fill(255);
	}
	powerUp() {
		this.dead = false;
		this.left = Infinity;
	}
	erasePage(address) {
		const from = this.place(address, PAGE$1);
		if (from % 4096 !== 0) throw new Error(`${address} is not where a page begins`);
		if (this.step()) return;
		for (let i = 0; i < 4096 && this.left === 1 && this.erasable; i++) this.bytes[from + i] |= i * 37 & 255;
		if (this.step()) return;
		if (!this.broken && this.erasable && !this.dead) this.bytes.fill(255, from, from + PAGE$1);
		this.erases++;
		this.step();
	}
	write(bytes, address) {
		if (address % 4 !== 0 || bytes.length % 4 !== 0) throw new Error(`${bytes.length} bytes at ${address} are not whole words`);
		const from = this.place(address, bytes.length);
		for (let i = 0; i < bytes.length; i++) {
			if (this.dead) return;
			if (!this.broken && !(this.weak && this.steps % 64 === 0)) this.bytes[from + i] &= this.left === 1 ? bytes[i] | 90 : bytes[i];
			this.step();
		}
	}
	read(length, address) {
		const from = this.place(address, length);
		return this.bytes.slice(from, from + length);
	}
	crc32(bytes) {
		return crc32(bytes);
	}
	place(address, length) {
		const from = address - this.start;
		if (from < 0 || from + length > this.bytes.length) throw new Error(`${length} bytes at ${address} are not all in the area`);
		return from;
	}
	/** True when there is no power any more. */
	step() {
		this.steps++;
		if (!this.dead && --this.left <= 0) {
			this.dead = true;
			this.onCut();
		}
		return this.dead;
	}
};
// ../next/host-sim/wires/i2c-wire.ts
/**
* An I2C bus with its parts. Time passes inside every transfer: nine clocks a byte, and the stretching.
* Faults: 'unplug' (no part hears anything), 'sda-low', 'scl-low', 'all-ff' and 'all-00' (what every read gives, and no
* write arrives), 'nack' (no address is acknowledged), 'noise' (bits flip at `noiseRate`), 'abort' (the next read is
* cut off before its end).
*/
var I2cWire = class {
	constructor(clock) {
		this.faults = [
			"unplug",
			"sda-low",
			"scl-low",
			"all-ff",
			"all-00",
			"nack",
			"noise",
			"abort"
		];
		this.seesFailure = true;
		this.hertz = 5e4;
		this.patience = 1e3;
		this.noiseRate = .001;
		this.random = new Random(300);
		this.clock = clock;
		this.devices = [];
		this.active = {};
	}
	attach(device) {
		this.devices.push(device);
	}
	/** False: no such fault. */
	inject(fault, active) {
		if (this.faults.indexOf(fault) < 0) return false;
		this.active[fault] = active;
		return true;
	}
	write(address, bytes) {
		this.pass(1);
		if (this.active["all-ff"] || this.active["all-00"]) return 0;
		const found = this.open(address, false);
		if (typeof found === "number") return this.seesFailure ? found : 0;
		let acknowledged = true;
		for (let i = 0; i < bytes.length && acknowledged; i++) acknowledged = found.accept(this.disturb(bytes[i] & 255));
		this.pass(bytes.length);
		found.release();
		return acknowledged || !this.seesFailure ? 0 : 1;
	}
	read(address, into) {
		this.pass(1);
		into.fill(this.active["all-00"] || !this.seesFailure && this.dataIsLow() ? 0 : 255);
		if (this.active["all-ff"] || this.active["all-00"]) return 0;
		const found = this.open(address, true);
		if (typeof found === "number") return this.seesFailure ? found : 0;
		if (this.active.abort) {
			this.active.abort = false;
			found.supply();
			return this.seesFailure ? 2 : 0;
		}
		for (let i = 0; i < into.length; i++) into[i] = this.disturb(found.supply());
		this.pass(into.length);
		found.release();
		return 0;
	}
	/** Nine clock pulses and a STOP; true when SDA is high afterwards. */
	clear() {
		this.pass(1);
		if (this.active["scl-low"]) return false;
		for (const device of this.devices) device.release();
		return !this.dataIsLow();
	}
	/** The levels of an idle bus: false while something pulls SDA low. */
	idle() {
		return !this.dataIsLow() && !this.active["scl-low"];
	}
	/** START and address: the part that acknowledges, or why none does. */
	open(address, reading) {
		if (this.active["scl-low"]) {
			this.clock.block(this.patience);
			return 2;
		}
		if (this.dataIsLow()) return 2;
		if (this.active.unplug || this.active.nack) return 1;
		const called = this.disturb(address << 1 | (reading ? 1 : 0));
		if ((called & 1) !== (reading ? 1 : 0)) return 1;
		for (const device of this.devices) if (device.address === called >> 1 && device.select(reading, false)) {
			const stretch = device.stretch();
			this.clock.block(Math.min(stretch, this.patience));
			if (stretch <= this.patience) return device;
			device.release();
			return 2;
		}
		return 1;
	}
	dataIsLow() {
		let low = this.active["sda-low"] === true;
		for (const device of this.devices) if (device.holdsData() && !this.active.unplug) low = true;
		return low;
	}
	disturb(byte) {
		let result = byte;
		if (this.active.noise) {
			for (let bit = 0; bit < 8; bit++) if (this.random.chance(this.noiseRate)) result ^= 1 << bit;
		}
		return result;
	}
	pass(bytes) {
		this.clock.block(9 * bytes * 1e3 / this.hertz);
	}
};
// ../next/host-sim/wires/one-wire-line.ts
const RESET_MICROSECONDS = 500;
/** A reset with its presence window, and one slot with its recovery, in ms. */
const RESET_TIME = 1;
const SLOT_TIME = .07;
/** No bus has more, and a line held low must not be searched for ever. */
const MOST_ROMS = 64;
/**
* A 1-Wire line with its master. Faults: 'short' (held low), 'open' (the master sees nobody), 'corrupt' (each slot is
* misread with probability `errorRate`, by everybody), 'long-reset' (pulses of 1 ms, which parasite power does not outlive).
*/
var OneWireLine = class OneWireLine {
	constructor(clock, random) {
		this.faults = [
			"short",
			"open",
			"corrupt",
			"long-reset"
		];
		this.errorRate = .01;
		this.clock = clock;
		this.random = random;
		this.devices = [];
		this.active = [];
		this.strong = false;
	}
	attach(device) {
		this.devices.push(device);
	}
	detach(device) {
		this.devices = this.devices.filter((other) => other !== device);
	}
	/** False: no such fault. */
	inject(fault, active) {
		if (!this.faults.includes(fault)) return false;
		this.active = this.active.filter((other) => other !== fault);
		if (active) this.active.push(fault);
		return true;
	}
	reset() {
		let present = false;
		this.pullUp(false);
		this.clock.block(RESET_TIME);
		if (this.active.includes("open")) return false;
		if (this.active.includes("short")) return true;
		const microseconds = this.active.includes("long-reset") ? 1e3 : RESET_MICROSECONDS;
		for (const device of this.devices) if (device.reset(microseconds)) present = true;
		return this.disturbed() ? !present : present;
	}
	select(rom) {
		this.write(85, false);
		for (let i = 0; i < 16; i += 2) this.write(parseInt(rom.slice(i, i + 2), 16), false);
	}
	skip() {
		this.write(204, false);
	}
	write(byte, holdPower) {
		this.pullUp(false);
		if (this.active.length > 0) for (let i = 0; i < 8; i++) this.writeBit(byte >> i & 1);
		else {
			this.clock.block(8 * SLOT_TIME);
			for (const device of this.devices) device.writeByte(byte);
		}
		if (holdPower) this.pullUp(true);
	}
	read(count) {
		const bytes = new Uint8Array(count);
		this.pullUp(false);
		for (let i = 0; i < count; i++) {
			let byte = 255;
			if (this.active.length > 0) {
				byte = 0;
				for (let bit = 0; bit < 8; bit++) byte |= this.readBit() << bit;
			} else {
				this.clock.block(8 * SLOT_TIME);
				for (const device of this.devices) byte &= device.readByte();
			}
			bytes[i] = byte;
		}
		return bytes;
	}
	search(command) {
		const roms = [];
		const path = [];
		let fork = -1;
		do {
			let last = -1;
			if (!this.reset()) break;
			this.write(command, false);
			for (let i = 0; i < 64; i++) {
				const bit = this.readBit();
				const complement = this.readBit();
				if (bit && complement) return roms;
				if (bit === complement) {
					path[i] = i < fork ? path[i] : i === fork ? 1 : 0;
					if (!path[i]) last = i;
				} else path[i] = bit;
				this.writeBit(path[i]);
			}
			const rom = OneWireLine.hexadecimal(path);
			if (rom.startsWith("00")) break;
			roms.push(rom);
			fork = last;
		} while (fork >= 0 && roms.length < MOST_ROMS);
		return roms;
	}
	static hexadecimal(bits) {
		let text = "";
		for (let i = 0; i < 64; i += 8) {
			let byte = 0;
			for (let j = 0; j < 8; j++) byte |= bits[i + j] << j;
			text += (byte < 16 ? "0" : "") + byte.toString(16);
		}
		return text;
	}
	disturbed() {
		return this.active.includes("corrupt") && this.random.chance(this.errorRate);
	}
	writeBit(bit) {
		this.clock.block(SLOT_TIME);
		if (this.active.includes("open")) return;
		const seen = this.active.includes("short") ? 0 : this.disturbed() ? 1 - bit : bit;
		for (const device of this.devices) device.writeBit(seen);
	}
	readBit() {
		let bit = 1;
		this.clock.block(SLOT_TIME);
		if (this.active.includes("open")) return 1;
		for (const device of this.devices) bit &= device.readBit();
		if (this.active.includes("short")) return 0;
		return this.disturbed() ? 1 - bit : bit;
	}
	pullUp(strong) {
		if (strong === this.strong) return;
		this.strong = strong;
		for (const device of this.devices) device.power(strong);
	}
};
// ../next/host-sim/wires/uart-wire.ts
/** What the Plantower PMS5003 sends unasked every second or so (UedaTakeyuki/mh-z19#52). */
const FOREIGN = "BM\0\0\0	\0\n\0\0	\0\n\x003\0\x07\0\0\0[";
/** Bytes on their way to the host. */
const LONGEST_QUEUE = 1024;
var UartWire = class UartWire {
	constructor(clock, baud) {
		this.faults = [
			"unplug",
			"drop",
			"garbage",
			"echo",
			"foreign",
			"noise",
			"crumble",
			"flood"
		];
		this.bitErrorRate = .001;
		this.clock = clock;
		this.byteTime = 1e4 / baud;
		this.random = new Random(baud);
		this.active = [];
		this.device = void 0;
		this.listener = void 0;
		this.outgoing = "";
		this.outgoingDone = 0;
		this.incoming = "";
		this.incomingSince = 0;
		this.incomingTimer = void 0;
	}
	attach(device) {
		this.device = device;
		device.attached(this);
	}
	write(bytes) {
		if (!bytes) return;
		const now = this.clock.now();
		if (!this.outgoing) this.clock.after(bytes.length * this.byteTime, UartWire.arrived, this);
		this.outgoingDone = Math.max(now, this.outgoingDone) + bytes.length * this.byteTime;
		this.outgoing += bytes;
	}
	listen(listener) {
		this.listener = listener;
	}
	transmit(bytes) {
		if (this.has("unplug")) return;
		let sent = bytes;
		if (this.has("garbage")) sent = this.garbage(1 + this.random.below(12)) + sent;
		if (this.has("foreign")) sent = FOREIGN + sent;
		if (this.has("drop") && this.random.chance(.3)) {
			const lost = this.random.below(sent.length);
			sent = sent.slice(0, lost) + sent.slice(lost + 1);
		}
		this.queue(sent);
	}
	/** False: no such fault. */
	inject(fault, active) {
		if (this.faults.indexOf(fault) < 0) return false;
		const place = this.active.indexOf(fault);
		if (active && place < 0) this.active.push(fault);
		if (!active && place >= 0) this.active.splice(place, 1);
		if (fault === "unplug" && active) this.incoming = "";
		if (fault === "flood" && active && place < 0) UartWire.flooded(this);
		return true;
	}
	has(fault) {
		return this.active.length > 0 && this.active.indexOf(fault) >= 0;
	}
	garbage(length) {
		let bytes = "";
		for (let i = 0; i < length; i++) bytes += String.fromCharCode(this.random.below(256));
		return bytes;
	}
	queue(bytes) {
		if (!bytes || this.incoming.length + bytes.length > LONGEST_QUEUE) return;
		if (!this.incoming) this.incomingSince = this.clock.now();
		this.incoming += bytes;
		if (this.incomingTimer === void 0) this.awaitChunk();
	}
	/** Sets the one timer for the next chunk: mostly all that is on its way, sometimes a part of it. */
	awaitChunk() {
		let length = this.incoming.length;
		if (this.has("crumble")) length = 1;
		else if (this.random.chance(.25)) length = 1 + this.random.below(length);
		const due = this.incomingSince + length * this.byteTime;
		this.incomingTimer = this.clock.after(Math.max(0, due - this.clock.now()), UartWire.delivered, this);
	}
	disturbed(bytes) {
		if (!this.has("noise")) return bytes;
		let heard = "";
		for (let i = 0; i < bytes.length; i++) {
			let byte = bytes.charCodeAt(i);
			for (let bit = 0; bit < 8; bit++) if (this.random.chance(this.bitErrorRate)) byte ^= 1 << bit;
			heard += String.fromCharCode(byte);
		}
		return heard;
	}
	static arrived(wire) {
		const left = wire.outgoingDone - wire.clock.now();
		if (left > .001) {
			wire.clock.after(left, UartWire.arrived, wire);
			return;
		}
		const bytes = wire.outgoing;
		wire.outgoing = "";
		if (wire.has("unplug")) return;
		if (wire.has("echo")) wire.queue(bytes);
		const device = wire.device;
		if (device) device.receive(wire.disturbed(bytes));
	}
	static delivered(wire) {
		wire.incomingTimer = void 0;
		const count = Math.floor((wire.clock.now() - wire.incomingSince) / wire.byteTime + .001);
		const chunk = wire.incoming.slice(0, count);
		wire.incoming = wire.incoming.slice(count);
		wire.incomingSince += count * wire.byteTime;
		if (wire.incoming) wire.awaitChunk();
		const listener = wire.listener;
		if (chunk && listener) listener.onBytes(wire.disturbed(chunk));
	}
	static flooded(wire) {
		if (!wire.has("flood")) return;
		const bytes = FOREIGN + wire.garbage(16);
		wire.queue(bytes);
		wire.clock.after(2 * bytes.length * wire.byteTime, UartWire.flooded, wire);
	}
};
// ../next/host-sim/world/random-walk.ts
/** A value that left [low, high], put back as far inside as it was outside. */
function reflect(value, low, high) {
	if (value < low) value = 2 * low - value;
	if (value > high) value = 2 * high - value;
	return value < low ? low : value;
}
/** The bounded random walk: each second every quantity moves by up to its step, evenly, and is reflected at its bounds. */
var RandomWalk = class {
	constructor(random, settings) {
		this.random = random;
		this.settings = settings;
		this.places = [];
		this.second = 0;
	}
	advance(time) {
		const end = Math.floor(time / 1e3);
		const settings = this.settings;
		while (this.second < end) {
			this.second++;
			for (const place of this.places) {
				const air = place.air;
				air.co2 = this.walk(place, air.co2, settings.co2);
				air.temperature = this.walk(place, air.temperature, settings.temperature);
				air.humidity = this.walk(place, air.humidity, settings.humidity);
			}
		}
	}
	air(position) {
		for (const place of this.places) if (place.position === position) return place.air;
		const settings = this.settings;
		const air = {
			co2: settings.co2.start,
			temperature: settings.temperature.start,
			humidity: settings.humidity.start,
			pressure: 1013
		};
		this.places.push({
			position,
			air,
			random: this.random.split(position)
		});
		return air;
	}
	walk(place, value, walk) {
		return reflect(value + walk.step * (2 * place.random.next() - 1), walk.low, walk.high);
	}
};
// ../next/host-sim/world/noise-and-drift.ts
/** One quantity at one place: where the drift is, and where it is going. */
var Drifting = class {
	constructor(random, settings) {
		this.random = random;
		this.settings = settings;
		this.offset = 0;
		this.direction = random.chance(.5) ? 1 : -1;
		this.value = settings.base;
	}
	second() {
		const settings = this.settings;
		const moved = this.offset + this.direction * settings.drift;
		this.offset = reflect(moved, -settings.bound, settings.bound);
		if (this.offset !== moved) this.direction = -this.direction;
		this.value = settings.base + reflect(this.offset + settings.noise * this.random.gaussian(), -settings.bound, settings.bound);
	}
};
/** Gaussian noise on a drift that turns round at its bound; noise and drift together never leave it. A new value a second. */
var NoiseAndDrift = class {
	constructor(random, settings) {
		this.random = random;
		this.settings = settings;
		this.places = [];
		this.seconds = 0;
	}
	advance(time) {
		const end = Math.floor(time / 1e3);
		while (this.seconds < end) {
			this.seconds++;
			for (const place of this.places) this.second(place);
		}
	}
	air(position) {
		for (const place of this.places) if (place.position === position) return place.air;
		const settings = this.settings;
		const random = this.random.split(position);
		const place = {
			position,
			air: {
				co2: settings.co2.base,
				temperature: settings.temperature.base,
				humidity: settings.humidity.base,
				pressure: 1013
			},
			co2: new Drifting(random.split("co2"), settings.co2),
			temperature: new Drifting(random.split("temperature"), settings.temperature),
			humidity: new Drifting(random.split("humidity"), settings.humidity)
		};
		this.places.push(place);
		return place.air;
	}
	second(place) {
		const air = place.air;
		place.co2.second();
		place.temperature.second();
		place.humidity.second();
		air.co2 = place.co2.value;
		air.temperature = place.temperature.value;
		air.humidity = place.humidity.value;
	}
};
// ../next/host-sim/world/moist-air.ts
/** Water vapour in air: Magnus formula over water with the coefficients of Sonntag (1990), good from -45 to 60 deg C. */
/** How much vapour air can hold, g/m3, at a temperature in deg C. */
function saturation(temperature) {
	return 216.7 * (6.112 * Math.exp(17.62 * temperature / (243.12 + temperature))) / (temperature + 273.15);
}
/** Relative humidity in %, of air at `temperature` deg C that holds `vapour` g/m3; never above 100. */
function relativeHumidity(vapour, temperature) {
	const percent = 100 * vapour / saturation(temperature);
	return percent > 100 ? 100 : percent;
}
// ../next/host-sim/world/outdoors.ts
/** A quantity that wanders around zero and is drawn back to it (Ornstein-Uhlenbeck), one step a minute. */
var Wandering = class {
	constructor(random, deviation, minutes) {
		this.random = random;
		this.keep = Math.exp(-1 / minutes);
		this.kick = deviation * Math.sqrt(1 - this.keep * this.keep);
		this.value = deviation * random.gaussian();
	}
	step() {
		this.value = this.keep * this.value + this.kick * this.random.gaussian();
	}
};
/** Outdoor air by the hour of the day, with weather. */
var Outdoors = class {
	constructor(random, settings, hour) {
		const unrest = settings.unrest;
		this.settings = settings;
		this.warmth = new Wandering(random.split("warmth"), 1.5 * unrest, 720);
		this.gusts = new Wandering(random.split("gusts"), .3 * unrest, 20);
		this.barometer = new Wandering(random.split("barometer"), 6 * unrest, 1440);
		this.traffic = new Wandering(random.split("traffic"), 6 * unrest, 120);
		this.air = {
			co2: 0,
			temperature: 0,
			humidity: 0,
			pressure: 0
		};
		this.wind = 1;
		this.vapour = saturation(settings.dewPoint);
		this.show(hour);
	}
	/** A minute later it is `hour` (with fraction; days go on counting). */
	minute(hour) {
		this.warmth.step();
		this.gusts.step();
		this.barometer.step();
		this.traffic.step();
		this.show(hour);
	}
	show(hour) {
		const settings = this.settings;
		const air = this.air;
		const wind = 1 + this.gusts.value;
		this.wind = wind < .3 ? .3 : wind > 2 ? 2 : wind;
		air.temperature = settings.temperature + this.warmth.value + settings.swing * Math.cos(2 * Math.PI * (hour - 15) / 24);
		air.humidity = relativeHumidity(this.vapour, air.temperature);
		air.pressure = settings.pressure + this.barometer.value;
		air.co2 = settings.co2 + this.traffic.value;
	}
};
// ../next/host-sim/world/timetable.ts
/** Who is in the room: everybody comes and goes a little off the hour, differently each day. */
var Timetable = class {
	/** `spread`: standard deviation of arrivals and departures, minutes; none is ever off by more than twice that. */
	constructor(random, presences, spread) {
		this.random = random;
		this.presences = presences;
		this.spread = spread / 60;
		this.day = -1;
		this.stays = [];
	}
	/** How many are there at `hour`, counted from the first midnight. */
	people(hour) {
		this.turnTo(hour);
		let people = 0;
		for (const stay of this.stays) if (stay.from <= hour && hour < stay.to) people++;
		return people;
	}
	/** CO2 breathed out by all of them together, L/s. */
	exhaled(hour) {
		this.turnTo(hour);
		let exhaled = 0;
		for (const stay of this.stays) if (stay.from <= hour && hour < stay.to) exhaled += stay.exhaled;
		return exhaled;
	}
	turnTo(hour) {
		const day = Math.floor(hour / 24);
		if (day === this.day) return;
		this.day = day;
		this.stays = [];
		this.addDay(day - 1);
		this.addDay(day);
	}
	/** A stream a day, so that a day is the same whether or not the one before was looked at. */
	addDay(day) {
		const random = this.random.split("day " + day);
		const weekend = (day % 7 + 7) % 7 >= 5;
		for (const presence of this.presences) for (let i = 0; i < presence.people; i++) {
			const early = this.offset(random);
			const late = this.offset(random);
			if (weekend && !presence.weekend) continue;
			this.stays.push({
				from: 24 * day + presence.from + early,
				to: 24 * day + presence.to + late,
				exhaled: presence.exhaled
			});
		}
	}
	offset(random) {
		const offset = random.gaussian();
		return this.spread * (offset < -2 ? -2 : offset > 2 ? 2 : offset);
	}
};
// ../next/host-sim/world/room.ts
/** W and g/h of one person who sits. */
const BODY_HEAT = 75;
const BODY_MOISTURE = 50;
/** Heat that one litre of air carries, J/(L K). */
const AIR_HEAT = 1.2;
/** The controller gives full power this many deg C away from the set point. */
const BAND = 1;
/** Surface of a heater pipe above the room at full power, deg C, and how fast it follows, s. */
const PIPE_RISE = 35;
const PIPE_LAG = 600;
/** `x` after `seconds` of dx/dt = source - rate x. */
function relax(x, source, rate, seconds) {
	if (rate * seconds < 1e-6) return x + (source - rate * x) * seconds;
	const end = source / rate;
	return end + (x - end) * Math.exp(-rate * seconds);
}
/** Knows the air at the positions `room`, `pipe` (a heater pipe's surface) and `outdoor`; any other is the room. */
var Room = class {
	/** The clock's zero is `startHour` on a Monday. */
	constructor(random, settings, startHour) {
		this.settings = settings;
		this.startHour = startHour;
		this.outdoors = new Outdoors(random.split("weather"), settings.outdoors, startHour);
		this.timetable = new Timetable(random.split("people"), settings.occupants, settings.spread);
		this.random = random.split("windows");
		const pressure = this.outdoors.air.pressure;
		this.inside = {
			co2: settings.co2,
			temperature: settings.temperature,
			humidity: settings.humidity,
			pressure
		};
		this.pipe = {
			co2: settings.co2,
			temperature: settings.temperature,
			humidity: settings.humidity,
			pressure
		};
		this.vapour = settings.humidity / 100 * saturation(settings.temperature);
		this.time = 0;
		this.nextMinute = 60;
		this.airingUntil = 0;
		this.people = 0;
		this.airChanges = 0;
		this.exhaled = 0;
		this.heat = 0;
		this.moisture = 0;
		this.power = 0;
		this.slope = 0;
		this.pipeGoal = 0;
		this.drive();
	}
	advance(time) {
		const end = time / 1e3;
		if (end <= this.time) return;
		while (this.time < end) {
			const stop = end < this.nextMinute ? end : this.nextMinute;
			this.flow(stop - this.time);
			this.time = stop;
			if (stop === this.nextMinute) {
				this.nextMinute += 60;
				this.outdoors.minute(this.hour());
				this.drive();
			}
		}
		this.show();
	}
	air(position) {
		if (position === "outdoor") return this.outdoors.air;
		return position === "pipe" ? this.pipe : this.inside;
	}
	/** Hours since the Monday's midnight. */
	hour() {
		return this.startHour + this.time / 3600;
	}
	/** Decides what is constant during the coming minute. */
	drive() {
		const settings = this.settings;
		const hour = this.hour();
		const ofDay = hour - 24 * Math.floor(hour / 24);
		const most = saturation(this.inside.temperature);
		if (this.vapour > most) this.vapour = most;
		this.people = this.timetable.people(hour);
		this.exhaled = this.timetable.exhaled(hour);
		this.heat = settings.equipment + BODY_HEAT * this.people;
		this.moisture = (settings.moisture + BODY_MOISTURE * this.people) / 3600;
		this.airChanges = this.ventilation(ofDay);
		this.control(ofDay >= settings.warmFrom && ofDay < settings.warmTo ? settings.setPoint : settings.setBack);
	}
	ventilation(ofDay) {
		const settings = this.settings;
		const airing = settings.airing;
		let airChanges = settings.leakage * this.outdoors.wind;
		for (const period of settings.ventilation) if (ofDay >= period.from && ofDay < period.to) airChanges += period.airChanges;
		if (this.random.chance(airing.chance) && this.people > 0 && this.inside.co2 > airing.above && this.time >= this.airingUntil) this.airingUntil = this.time + 60 * airing.minutes;
		return this.time < this.airingUntil ? airChanges + airing.airChanges : airChanges;
	}
	/** Proportional within the band around the set point, full power outside; no cooling where there is none. */
	control(setPoint) {
		const settings = this.settings;
		const missing = setPoint - this.inside.temperature;
		const most = missing > 0 ? settings.heating : settings.cooling;
		const linear = missing > -1 && missing < BAND;
		this.slope = linear ? most / BAND : 0;
		this.power = linear ? most * setPoint / BAND : missing > 0 ? most : -most;
		const heating = missing > 0 && most > 0 ? missing < BAND ? missing / BAND : 1 : 0;
		this.pipeGoal = this.inside.temperature + PIPE_RISE * heating;
	}
	flow(seconds) {
		const settings = this.settings;
		const inside = this.inside;
		const outside = this.outdoors.air;
		const litres = 1e3 * settings.volume;
		const rate = this.airChanges / 3600;
		inside.co2 = relax(inside.co2, this.exhaled * 1e6 / litres + rate * outside.co2, rate, seconds);
		this.vapour = relax(this.vapour, this.moisture / settings.volume + rate * this.outdoors.vapour, rate, seconds);
		const capacity = 1e3 * settings.heatCapacity;
		const loss = settings.heatLoss + AIR_HEAT * litres * rate;
		const gain = this.heat + this.power + loss * outside.temperature;
		inside.temperature = relax(inside.temperature, gain / capacity, (loss + this.slope) / capacity, seconds);
		this.pipe.temperature = relax(this.pipe.temperature, this.pipeGoal / PIPE_LAG, 1 / PIPE_LAG, seconds);
	}
	show() {
		const inside = this.inside;
		const pipe = this.pipe;
		inside.humidity = relativeHumidity(this.vapour, inside.temperature);
		inside.pressure = this.outdoors.air.pressure;
		pipe.co2 = inside.co2;
		pipe.humidity = relativeHumidity(this.vapour, pipe.temperature);
		pipe.pressure = inside.pressure;
	}
};
// ../next/host-sim/world/create-world.ts
/** The world that the settings describe; the clock's zero is `startHour` on a Monday. */
function createWorld(random, settings, startHour) {
	if (settings.model === "room") return new Room(random, settings.room, startHour);
	if (settings.model === "random-walk") return new RandomWalk(random, settings.walk);
	return new NoiseAndDrift(random, settings.drift);
}
// ../next/host-sim/parts/dallas-crc8.ts
/**
* The check byte of a ROM or scratchpad (Maxim Application Note 27), here as the sum of what each set bit contributes.
* The parts have their own, so that a wrong one in the drivers shows.
*/
function dallasCrc8(bytes) {
	let crc = 0;
	for (const byte of bytes) {
		const x = crc ^ byte;
		crc = 0;
		if (x & 1) crc ^= 94;
		if (x & 2) crc ^= 188;
		if (x & 4) crc ^= 97;
		if (x & 8) crc ^= 194;
		if (x & 16) crc ^= 157;
		if (x & 32) crc ^= 35;
		if (x & 64) crc ^= 70;
		if (x & 128) crc ^= 140;
	}
	return crc;
}
/** The model of a family; `first` is the first two hex digits of the ROM, where 10 is a DS18S20. */
function ds18b20Model(family, first) {
	const model = {
		conversion: 600,
		scratchpad: [
			80,
			5,
			75,
			70,
			127,
			255,
			12,
			16
		],
		endurance: 5e4,
		resolvable: true,
		parasite: true,
		offset: 0,
		noise: 0
	};
	if (first === "10") {
		model.scratchpad = [
			170,
			0,
			75,
			70,
			255,
			255,
			12,
			16
		];
		model.resolvable = false;
	} else if (family === "B1" || family === "B2") {
		model.conversion = 675;
		model.offset = family === "B1" ? -.15 : -.5;
	} else if (family === "C") {
		model.conversion = 30;
		model.scratchpad = [
			80,
			5,
			85,
			0,
			127,
			255,
			12,
			16
		];
		model.endurance = 8;
		model.resolvable = false;
		model.offset = .05;
	} else if (family === "D1" || family === "D2") {
		model.conversion = family === "D1" ? 525 : 11;
		model.scratchpad = [
			144,
			1,
			85,
			5,
			127,
			126,
			family === "D1" ? 33 : 129,
			102
		];
		model.endurance = family === "D1" ? 5e4 : 0;
		model.parasite = false;
		model.noise = 1;
	} else if (family === "E") {
		model.scratchpad = [
			80,
			5,
			255,
			255,
			127,
			255,
			255,
			255
		];
		model.endurance = 0;
	}
	return model;
}
// ../next/host-sim/parts/ds18b20-memory.ts
/** What a failed conversion leaves: 07FF, 127.94 deg C. */
const FAILED = 2047;
/** deg C at which the noise of a family is cut. */
const LARGEST_NOISE = 3;
/** 1/16 deg C is the resolution (042208, "Operation - Measuring Temperature"). */
function ds18b20Channels(model) {
	return [{
		quantity: "temperature",
		least: -55,
		most: 125,
		tolerance: .0625 + Math.abs(model.offset) + (model.noise > 0 ? LARGEST_NOISE : 0)
	}];
}
var Ds18b20Memory = class {
	/** `first`: the family code in the ROM, two hex digits. */
	constructor(random, family, first) {
		this.model = ds18b20Model(family, first);
		this.scratchpad = this.model.scratchpad.slice();
		this.eeprom = this.model.scratchpad.slice(2, 5);
		this.endurance = this.model.endurance;
		this.alarm = false;
		this.random = random;
		this.family = family;
		this.old = first === "10";
	}
	/** Power has come. */
	load() {
		this.scratchpad = this.model.scratchpad.slice();
		this.alarm = false;
		this.recall();
	}
	/** What BE sends. */
	bytes() {
		return this.scratchpad.concat([dallasCrc8(this.scratchpad)]);
	}
	/** What 4E does with TH (0), TL (1) and configuration (2). */
	store(at, byte) {
		if (at < 2) this.scratchpad[2 + at] = byte;
		else if (at === 2 && this.model.resolvable) this.scratchpad[4] = byte & 96 | 31;
		if (at === 2 && (this.family === "B1" || this.family === "B2")) this.scratchpad[6] = byte;
	}
	recall() {
		if (this.model.endurance > 0) for (let i = 0; i < 3; i++) this.scratchpad[2 + i] = this.eeprom[i];
	}
	/** A worn EEPROM keeps what it has, and says nothing. */
	copy() {
		if (this.endurance === 0) return;
		this.endurance--;
		for (let i = 0; i < 3; i++) this.eeprom[i] = this.scratchpad[2 + i];
	}
	/** ms that a conversion takes at the resolution set. */
	conversionTime() {
		const model = this.model;
		return model.resolvable ? model.conversion / (1 << 3 - (this.scratchpad[4] >> 5 & 3)) : model.conversion;
	}
	/** Sixteenths of a degree as this part sees them. */
	measure(celsius) {
		const noise = this.model.noise > 0 ? this.model.noise * this.random.gaussian() : 0;
		const seen = celsius + this.model.offset + Math.max(-3, Math.min(LARGEST_NOISE, noise));
		return Math.floor(Math.max(-55, Math.min(125, seen)) * 16 + .5);
	}
	/** The result of a conversion. */
	keep(sixteenths) {
		const scratchpad = this.scratchpad;
		const degrees = sixteenths >> 4;
		let raw = sixteenths;
		if (this.old) {
			raw = Math.floor(sixteenths / 8 + .5);
			scratchpad[6] = Math.floor((sixteenths + 4) / 16) * 16 + 12 - sixteenths;
		} else if (sixteenths !== 2047) {
			const mask = 7 >> (scratchpad[4] >> 5 & 3);
			if (mask > 0) raw = sixteenths & ~mask | this.random.below(mask + 1);
		}
		if (this.family === "A" && !this.old) scratchpad[6] = 16 - (raw & 15);
		scratchpad[0] = raw & 255;
		scratchpad[1] = raw >> 8 & 255;
		this.alarm = degrees >= scratchpad[2] << 24 >> 24 || degrees <= scratchpad[3] << 24 >> 24;
	}
};
// ../next/host-sim/parts/ds18b20-part.ts
/** What the part makes of the next slot. */
const IDLE$1 = 0;
const ROM_COMMAND = 1;
const MATCH = 2;
const FIND = 3;
const COMMAND$1 = 4;
const RECEIVE = 5;
const SEND = 6;
const REPORT_BUSY = 7;
const REPORT_POWER = 8;
/**
* One thermometer. Faults besides 'unplug', 'corrupt' (a bit of each byte it sends, sometimes) and 'hang' (presence and nothing
* more): 'unplug-in-read' (gone in the middle of the next scratchpad), 'brown-out' (the supply breaks down in each conversion),
* 'lost-convert' (44 does nothing), 'failed-conversion', 'zero' (its data output is stuck low).
*/
var Ds18b20Part = class {
	/** `rom`: 16 hex digits in bus order, with the right check byte. It comes up with power. */
	constructor(clock, random, rom, family) {
		this.name = rom;
		this.faults = [
			"unplug",
			"corrupt",
			"hang",
			"unplug-in-read",
			"brown-out",
			"lost-convert",
			"failed-conversion",
			"zero"
		];
		this.parasite = false;
		this.clock = clock;
		this.random = random;
		this.family = family;
		this.memory = new Ds18b20Memory(random, family, rom.slice(0, 2));
		this.channels = ds18b20Channels(this.memory.model);
		this.rom = [];
		for (let i = 0; i < 16; i += 2) this.rom.push(parseInt(rom.slice(i, i + 2), 16));
		this.air = void 0;
		this.active = [];
		this.powered = true;
		this.offSince = 0;
		this.state = IDLE$1;
		this.place = 0;
		this.shift = 0;
		this.out = [];
		this.strong = false;
		this.busyUntil = 0;
		this.converting = false;
		this.measured = 0;
	}
	expose(air) {
		this.air = air;
	}
	powerUp() {
		if (this.active.includes("unplug")) return;
		const off = this.powered ? 0 : this.clock.now() - this.offSince;
		this.powered = true;
		if (this.family !== "D2" || off >= 1e4) this.memory.load();
		this.state = IDLE$1;
		this.busyUntil = 0;
		this.converting = false;
	}
	powerDown() {
		this.powered = false;
		this.offSince = this.clock.now();
		this.state = IDLE$1;
	}
	inject(fault, active) {
		if (!this.faults.includes(fault)) return false;
		const before = this.active.includes(fault);
		this.active = this.active.filter((other) => other !== fault);
		if (active) this.active.push(fault);
		if (fault === "unplug" && active !== before) {
			if (active) this.powerDown();
			else this.powerUp();
		}
		return true;
	}
	reset(microseconds) {
		this.settle();
		if (this.parasite && microseconds > 960 && this.powered) this.powerUp();
		this.state = IDLE$1;
		if (!this.powered || this.parasite && !this.memory.model.parasite) return false;
		this.receive(ROM_COMMAND);
		return true;
	}
	power(strong) {
		this.settle();
		this.strong = strong;
		if (!this.parasite || strong || this.busyUntil === 0) return;
		if (this.converting) this.powerUp();
		else this.busyUntil = 0;
	}
	writeBit(bit) {
		if (this.state === FIND) {
			if (bit !== (this.rom[this.place >> 3] >> (this.place & 7) & 1)) this.state = IDLE$1;
			else if (++this.place === 64) this.receive(COMMAND$1);
			else this.shift = 0;
		} else if (this.state === SEND) this.place++;
		else if (this.state > IDLE$1 && this.state < SEND) {
			this.shift |= bit << (this.place & 7);
			if ((++this.place & 7) === 0) {
				const byte = this.shift;
				this.shift = 0;
				this.take(byte);
			}
		}
	}
	readBit() {
		if (this.state === SEND) {
			const index = this.place >> 3;
			const bit = index < this.out.length ? this.out[index] >> (this.place & 7) & 1 : 1;
			this.place++;
			return this.disturb(bit);
		}
		if (this.state === FIND) {
			const bit = this.rom[this.place >> 3] >> (this.place & 7) & 1;
			this.shift = 1 - this.shift;
			return this.shift ? bit : 1 - bit;
		}
		if (this.state === REPORT_BUSY) return this.clock.now() < this.busyUntil ? 0 : 1;
		if (this.state === REPORT_POWER) return this.parasite ? 0 : 1;
		if (this.state !== IDLE$1) this.writeBit(1);
		return 1;
	}
	writeByte(byte) {
		if (this.state === IDLE$1 || this.state > SEND) return;
		if (this.state !== FIND && this.state !== SEND && (this.place & 7) === 0) {
			this.place += 8;
			this.take(byte);
		} else for (let i = 0; i < 8; i++) this.writeBit(byte >> i & 1);
	}
	readByte() {
		if (this.state === IDLE$1) return 255;
		if (this.state === SEND && (this.place & 7) === 0 && this.active.length === 0) {
			const index = this.place >> 3;
			this.place += 8;
			return index < this.out.length ? this.out[index] : 255;
		}
		let byte = 0;
		for (let i = 0; i < 8; i++) byte |= this.readBit() << i;
		return byte;
	}
	receive(state) {
		this.state = state;
		this.place = 0;
		this.shift = 0;
	}
	send(bytes) {
		this.receive(SEND);
		this.out = bytes;
	}
	take(byte) {
		if (this.state === ROM_COMMAND) this.romCommand(byte);
		else if (this.state === MATCH) {
			if (byte !== this.rom[(this.place >> 3) - 1]) this.state = IDLE$1;
			else if (this.place === 64) this.receive(COMMAND$1);
		} else if (this.state === COMMAND$1) this.command(byte);
		else this.memory.store((this.place >> 3) - 1, byte);
	}
	romCommand(code) {
		this.state = IDLE$1;
		if (this.active.includes("hang")) return;
		if (code === 51) this.send(this.rom);
		else if (code === 85) this.receive(MATCH);
		else if (code === 204) this.receive(COMMAND$1);
		else if (code === 240 || code === 236 && this.memory.alarm) this.receive(FIND);
	}
	command(code) {
		this.state = IDLE$1;
		if (code === 190) this.send(this.memory.bytes());
		else if (code === 78) this.receive(RECEIVE);
		else if (code === 180) this.receive(REPORT_POWER);
		else if (code === 184) {
			this.memory.recall();
			this.receive(REPORT_BUSY);
		} else if (this.busyUntil > 0) {
			if (code === 68) this.receive(REPORT_BUSY);
		} else if (code === 68) this.convert();
		else if (code === 72) {
			this.busyUntil = this.clock.now() + 10;
			this.receive(REPORT_BUSY);
		}
	}
	convert() {
		if (this.active.includes("lost-convert")) return;
		this.measured = this.memory.measure(this.air ? this.air.temperature : 20);
		if (this.active.includes("failed-conversion")) this.measured = FAILED;
		this.converting = true;
		this.busyUntil = this.clock.now() + this.memory.conversionTime();
		this.receive(REPORT_BUSY);
	}
	/** Ends what should be over by now. */
	settle() {
		if (this.busyUntil === 0 || this.clock.now() < this.busyUntil) return;
		const starved = this.parasite && !this.strong;
		this.busyUntil = 0;
		if (!this.converting) {
			if (!starved) this.memory.copy();
			return;
		}
		this.converting = false;
		if (this.active.includes("brown-out")) this.powerUp();
		else this.memory.keep(starved || this.parasite && this.measured > 1600 ? FAILED : this.measured);
	}
	disturb(bit) {
		if (this.active.length === 0) return bit;
		if (this.active.includes("zero")) return 0;
		if (this.active.includes("corrupt") && this.random.chance(.02)) return 1 - bit;
		if (this.active.includes("unplug-in-read") && this.place > 20) {
			this.inject("unplug-in-read", false);
			this.inject("unplug", true);
			return 1;
		}
		return bit;
	}
};
// ../next/host-sim/scenario/sensor-kinds.ts
/** One row for each kind of sensor, by the name that settings and scenarios give it. */
const SENSOR_KINDS = {
	scd30: {
		pins: {
			sda: "D21",
			scl: "D22"
		},
		supply: { power: "D25" },
		fit: (_sensor, { i2c }, clock, random) => {
			const part = new Scd30Part(clock, random.split("scd30"));
			i2c.attach(part);
			return {
				wire: "i2c",
				part
			};
		}
	},
	"mh-z19": {
		pins: {
			tx: "D17",
			rx: "D16"
		},
		supply: { power: "D26" },
		fit: (sensor, { uart }, clock, random) => {
			const part = new MhZ19Part(clock, random.split("mh-z19"), sensor.model);
			uart.attach(part);
			return {
				wire: "uart",
				part
			};
		}
	},
	ds18b20: {
		pins: { pin: "D4" },
		supply: {
			power: "D27",
			powerLevel: 0
		},
		fit: (sensor, { oneWire }, clock, random) => {
			const part = new Ds18b20Part(clock, random.split(sensor.rom), sensor.rom, sensor.family);
			oneWire.attach(part);
			return {
				wire: "oneWire",
				part
			};
		}
	}
};
/** The row of a kind, without what tells it from the others. */
function sensorKind(name) {
	return SENSOR_KINDS[name];
}
// ../next/host-sim/scenario/build-board.ts
/** The maker's half of an ESP32's MAC address; the plan's id is the other. */
const MAKER = "240ac4";
const UART_BAUD = 9600;
/** A node's world, its parts on their wires and in the places that the plan names, and the board that has them. `network` must be this board's own. */
function buildBoard(clock, plan, network, flash = new SimulatedFlashPages()) {
	const { id, random } = plan;
	const i2c = new I2cWire(clock);
	i2c.random = random.split("i2c");
	const wires = {
		i2c,
		uart: new UartWire(clock, UART_BAUD),
		oneWire: new OneWireLine(clock, random.split("1-wire"))
	};
	const world = createWorld(random.split("world"), plan.world, plan.startHour);
	const fittings = plan.sensors.map((sensor) => ({
		sensor: sensor.part,
		...sensorKind(sensor.part).fit(sensor, wires, clock, random),
		air: world.air(sensor.position)
	}));
	return new SimulatedBoard({
		clock,
		mac: MAKER + id,
		random,
		...wires,
		world,
		fittings,
		flash,
		network
	});
}
// ../next/host-sim/scenario/simulated-settings.ts
/** The settings of a simulated node: the pins of the wiring diagram, for the sensors that the plan has; `switched`: and each with a switch in its supply. */
function simulatedSettings(plan, broker, switched = false) {
	const sensors = {};
	for (const { part } of plan.sensors) {
		const { pins, supply } = sensorKind(part);
		Object.assign(sensors, { [part]: {
			...pins,
			...switched ? supply : {}
		} });
	}
	return {
		node: plan.id,
		location: plan.location,
		period: plan.period,
		wifi: {
			network: "breva-simulated",
			password: ""
		},
		broker,
		backlog: {
			samples: 64,
			overflow: "oldest"
		},
		sensors
	};
}
// ../next/host-sim/board/time-server.ts
/** Seconds from 1900-01-01, where NTP counts from, to 1970-01-01. */
const SINCE_1900 = 2208988800;
const HOUR$2 = 36e5;
const KISSES = {
	deny: "DENY",
	restrict: "RSTR",
	rate: "RATE"
};
/** A timestamp of RFC 5905, section 6: seconds since 1900 modulo 2^32, then the fraction, each in 32 bits. */
function timestamp(milliseconds) {
	const bytes = Buffer.alloc(8);
	const seconds = Math.floor(milliseconds / 1e3);
	bytes.writeUInt32BE((seconds + SINCE_1900) % 2 ** 32, 0);
	bytes.writeUInt32BE(Math.floor((milliseconds / 1e3 - seconds) * 2 ** 32), 4);
	return bytes;
}
/** What makes an answer one that nobody may believe. Each has an hour's error besides, which shows where somebody did. */
const SPOILS = {
	unsynchronised: (packet) => packet[0] |= 192,
	version: (packet) => packet[0] = packet[0] & -57 | 24,
	peer: (packet) => packet[0] = packet[0] & -8 | 2,
	broadcast: (packet) => packet[0] = packet[0] & -8 | 5,
	stratum: (packet) => packet[1] = 16,
	delayed: (packet) => packet[5] = 16,
	dispersed: (packet) => packet[9] = 16,
	origin: (packet) => packet[31] ^= 1,
	zero: (packet) => packet.fill(0, 40),
	unset: (packet) => timestamp(0).copy(packet, 40),
	short: () => void 0,
	old: (packet) => timestamp(Date.UTC(2020, 5, 1)).copy(packet, 40)
};
/**
* A time server of stratum 2 (RFC 5905). Faults: `mute`, `deny`, `restrict` and `rate` (kisses of death), `forge` (somebody who has
* not seen the request answers first, an hour wrong), `elsewhere` (the answer comes from another port), and those of `SPOILS`.
*/
var TimeServer = class {
	constructor(clock, zero) {
		this.faults = [
			"mute",
			"deny",
			"restrict",
			"rate",
			"forge",
			"elsewhere",
			...Object.keys(SPOILS)
		];
		this.asked = [];
		this.active = /* @__PURE__ */ new Set();
		this.clock = clock;
		this.zero = zero;
	}
	/** Another port, where the answer comes from there. */
	get source() {
		return this.active.has("elsewhere") ? {
			address: "10.0.0.1",
			port: 40123
		} : void 0;
	}
	inject(fault, active) {
		if (!this.faults.some((known) => known === fault)) return false;
		if (active) this.active.add(fault);
		else this.active.delete(fault);
		return true;
	}
	answer(request) {
		this.asked.push({
			at: this.clock.now(),
			request
		});
		const asked = Buffer.from(request, "latin1");
		if (asked.length < 48 || (asked[0] & 7) !== 3 || this.active.has("mute")) return [];
		const date = this.zero + this.clock.now();
		const packet = Buffer.alloc(48);
		packet[0] = (asked[0] >> 3 & 7) << 3 | 4;
		packet[1] = 2;
		packet.write("\n\0\0", 12, "latin1");
		timestamp(date - 6e4).copy(packet, 16);
		asked.copy(packet, 24, 40, 48);
		timestamp(date).copy(packet, 32);
		timestamp(date).copy(packet, 40);
		this.spoil(packet, date);
		const answers = [packet.toString("latin1", 0, this.active.has("short") ? 47 : 48)];
		if (this.active.has("forge")) {
			const forged = Buffer.from(packet);
			timestamp(date).copy(forged, 24);
			timestamp(date + HOUR$2).copy(forged, 40);
			answers.unshift(forged.toString("latin1"));
		}
		return answers;
	}
	spoil(packet, date) {
		const kiss = Object.keys(KISSES).find((fault) => this.active.has(fault));
		if (kiss) {
			packet[0] |= 192;
			packet[1] = 0;
			packet.write(KISSES[kiss], 12, "latin1");
		}
		for (const [fault, alter] of Object.entries(SPOILS)) {
			if (!this.active.has(fault)) continue;
			timestamp(date + HOUR$2).copy(packet, 40);
			alter(packet);
		}
	}
};
/** A client's bytes cut into packets (MQTT 3.1.1, section 2), and the fields of the one cut off last, read in their order. */
var IncomingPackets = class {
	constructor() {
		this.waiting = "";
		this.body = "";
		this.place = 0;
	}
	add(chunk) {
		this.waiting += chunk;
	}
	/** Cuts off the next packet and returns its first byte, or INCOMPLETE, or MALFORMED. */
	next() {
		let length = 0;
		let at = 1;
		let more = true;
		for (let shift = 0; more; shift += 7) {
			if (shift > 21) return -2;
			if (at >= this.waiting.length) return -1;
			const byte = this.waiting.charCodeAt(at++);
			length += (byte & 127) << shift;
			more = byte > 127;
		}
		if (this.waiting.length < at + length) return -1;
		const head = this.waiting.charCodeAt(0);
		this.body = this.waiting.slice(at, at + length);
		this.place = 0;
		this.waiting = this.waiting.slice(at + length);
		return head;
	}
	/** Whether the packet has been read to its last byte, and not beyond. */
	get ended() {
		return this.place === this.body.length;
	}
	get more() {
		return this.place < this.body.length;
	}
	byte() {
		return this.body.charCodeAt(this.place++);
	}
	word() {
		return this.byte() * 256 + this.byte();
	}
	text() {
		const length = this.word();
		const end = this.place + length;
		if (!(end <= this.body.length)) {
			this.place = NaN;
			return "";
		}
		const text = this.body.slice(this.place, end);
		this.place = end;
		return text;
	}
	/** All that has not been read. */
	rest() {
		const rest = this.body.slice(this.place);
		this.place = this.body.length;
		return rest;
	}
};
// ../next/broker/packet-bytes.ts
/** A packet whose first byte is `head`, its length in as many bytes as it needs (MQTT 3.1.1, 2.2.3). */
function packetBytes(head, body) {
	let length = "";
	let rest = body.length;
	do {
		length += String.fromCharCode(rest > 127 ? rest & 127 | 128 : rest);
		rest >>= 7;
	} while (rest > 0);
	return String.fromCharCode(head) + length + body;
}
// ../next/broker/topic-filter.ts
/** Whether a topic matches a filter with `+` and `#` (MQTT 3.1.1, 4.7); wildcards do not match a leading `$`. */
function matchesFilter(filter, topic) {
	if (topic.startsWith("$") !== filter.startsWith("$")) return false;
	let at = 0;
	for (let i = 0; i < filter.length; i++) {
		const wanted = filter[i];
		if (wanted === "#") return true;
		if (wanted === "+") while (at < topic.length && topic[at] !== "/") at++;
		else if (wanted === topic[at]) at++;
		else return at === topic.length && i === filter.length - 2 && filter.endsWith("/#");
	}
	return at === topic.length;
}
// ../next/broker/word-bytes.ts
/** A number of two bytes, the most significant first (MQTT 3.1.1, 1.5.2). */
function wordBytes(value) {
	return String.fromCharCode(value >> 8, value & 255);
}
// ../next/broker/memory-broker-link.ts
/** One client's connection, as the broker sees it. */
var MemoryBrokerLink = class MemoryBrokerLink {
	constructor(broker, socket) {
		this.client = "";
		this.spoiled = 0;
		this.incoming = new IncomingPackets();
		this.connected = false;
		this.closed = false;
		this.keepAlive = 0;
		this.heard = 0;
		this.broker = broker;
		this.socket = socket;
	}
	onOpen() {
		this.heard = this.broker.clock.now();
	}
	onBytes(chunk) {
		this.heard = this.broker.clock.now();
		this.incoming.add(chunk);
		while (!this.closed && this.takePacket());
	}
	onClose() {
		if (this.closed) return;
		this.closed = true;
		this.broker.clock.cancel(this.timer);
		this.broker.leave(this);
		const will = this.will;
		this.will = void 0;
		if (will) this.broker.publish(will);
	}
	/** Ends the link without a goodbye from the client: its will is published. */
	drop() {
		this.socket.close();
		this.onClose();
	}
	/** A message that the client has subscribed to; `retained` marks one from the store. */
	send(message, qos, retained) {
		const { topic, payload } = message;
		if (qos === 0) this.socket.write(packetBytes(48 | (retained ? 1 : 0), wordBytes(topic.length) + topic + payload));
		else {
			const entry = this.session?.enqueue(topic, payload, qos, retained, true);
			if (entry) this.socket.write(packetBytes(entry.head, entry.body));
		}
	}
	/** Bytes that no broker would send, and that must end the link. */
	spoil(bytes) {
		if (this.spoiled === 0) this.spoiled = this.broker.clock.now();
		this.socket.write(bytes);
	}
	/** Bytes that a broker may send at any time. */
	disturb(bytes) {
		this.socket.write(bytes);
	}
	/** False when no whole packet is waiting. */
	takePacket() {
		const head = this.incoming.next();
		if (head === -1) return false;
		if (head === -2) {
			this.violate();
			return false;
		}
		if (this.connected === (head === 16) || !this.handle(head)) this.violate();
		return true;
	}
	handle(head) {
		switch (head >> 4) {
			case 1: return this.connect();
			case 3: return this.publish(head);
			case 4: return this.answered(head === 64 && this.session.acknowledged(this.incoming.word()));
			case 5: return this.received(head);
			case 6: return this.release(head);
			case 7: return this.answered(head === 112 && this.session.completed(this.incoming.word()));
			case 8: return head === 130 && this.subscribe();
			case 12: return this.answerTo(208, "");
			case 14: return this.disconnect();
			default: return false;
		}
	}
	connect() {
		const known = this.incoming.text() === "MQTT" && this.incoming.byte() === 4;
		const flags = this.incoming.byte();
		this.keepAlive = 1500 * this.incoming.word();
		this.client = this.incoming.text();
		if (!known || (flags & 1) !== 0 || this.client === "") return false;
		if (flags & 4) this.will = {
			topic: this.incoming.text(),
			payload: this.incoming.text(),
			qos: flags >> 3 & 3,
			retain: (flags & 32) !== 0,
			client: this.client
		};
		if (flags & 128) this.incoming.text();
		if (flags & 64) this.incoming.text();
		if (!this.incoming.ended) return false;
		const answer = this.broker.answer;
		if (answer !== 0) {
			this.socket.write(packetBytes(32, String.fromCharCode(0, answer)));
			this.will = void 0;
			this.drop();
			return true;
		}
		this.connected = true;
		const present = this.broker.enter(this, (flags & 2) !== 0);
		this.socket.write(packetBytes(32, String.fromCharCode(present ? 1 : 0, 0)));
		for (const { head, body } of this.session.again()) this.socket.write(packetBytes(head, body));
		if (this.broker.greeting) this.spoil(this.broker.greeting);
		if (this.keepAlive > 0) this.timer = this.broker.clock.after(this.keepAlive, MemoryBrokerLink.checkSilence, this);
		return true;
	}
	publish(head) {
		const qos = head >> 1 & 3;
		const topic = this.incoming.text();
		const id = qos > 0 ? this.incoming.word() : 0;
		if (qos === 3 || topic === "" || /[+#\0]/.test(topic) || qos > 0 && !(id > 0)) return false;
		const message = {
			topic,
			payload: this.incoming.rest(),
			qos,
			retain: (head & 1) === 1,
			client: this.client,
			session: this.session.number,
			repeated: (head & 8) !== 0
		};
		if (this.broker.rejects(message)) {
			this.drop();
			return true;
		}
		const unreleased = this.session.unreleased;
		const known = qos === 2 && unreleased.has(id);
		if (known && !message.repeated) return false;
		if (qos === 2) unreleased.add(id);
		if (!known) this.broker.publish(message);
		return qos === 0 || this.answerTo(qos === 1 ? 64 : 80, wordBytes(id));
	}
	release(head) {
		const id = this.incoming.word();
		this.session.unreleased.delete(id);
		return head === 98 && (!this.broker.completes || this.answerTo(112, wordBytes(id)));
	}
	/** PUBREC. */
	received(head) {
		const id = this.incoming.word();
		if (head !== 80 || !this.session.received(id)) return false;
		this.socket.write(packetBytes(98, wordBytes(id)));
		return this.answered(true);
	}
	/** The two bytes of an acknowledgement have been read, and it was in its place. */
	answered(fits) {
		return fits && this.incoming.ended;
	}
	subscribe() {
		let granted = wordBytes(this.incoming.word());
		const added = [];
		while (this.incoming.more) {
			const filter = this.incoming.text();
			const qos = this.incoming.byte();
			if (filter === "" || !(qos <= 2)) return false;
			this.session.subscribe(filter, qos);
			added.push(filter);
			granted += String.fromCharCode(qos);
		}
		if (added.length === 0) return false;
		this.socket.write(packetBytes(144, granted));
		for (const [topic, payload] of this.broker.retained) {
			if (!added.some((filter) => matchesFilter(filter, topic))) continue;
			this.send({
				topic,
				payload,
				qos: 1,
				retain: true,
				client: ""
			}, Math.min(1, this.session.granted(topic)), true);
		}
		return true;
	}
	disconnect() {
		this.will = void 0;
		this.drop();
		return true;
	}
	answerTo(head, body) {
		if (this.broker.acknowledges) this.socket.write(packetBytes(head, body));
		return true;
	}
	violate() {
		if (this.closed) return;
		this.broker.violations++;
		this.drop();
	}
	/** One timer a link, moved on lazily: one and a half times the keep-alive after the last byte. */
	static checkSilence(link) {
		link.timer = void 0;
		const left = link.heard + link.keepAlive - link.broker.clock.now();
		if (left <= 0) link.drop();
		else link.timer = link.broker.clock.after(left, MemoryBrokerLink.checkSilence, link);
	}
};
// ../next/broker/memory-session.ts
/** Messages kept for a client that is away, at most; further ones are lost to it. */
const MOST_WAITING = 1e3;
const PUBREL = 98;
/** What a broker knows of one client: between its connections too, unless the session is clean (MQTT 3.1.1, 4.1). */
var MemorySession = class {
	constructor(number, clean) {
		this.unreleased = /* @__PURE__ */ new Set();
		this.subscriptions = /* @__PURE__ */ new Map();
		this.waiting = /* @__PURE__ */ new Map();
		this.nextId = 0;
		this.number = number;
		this.clean = clean;
	}
	/** How many messages the client has not answered for good. */
	get unanswered() {
		return this.waiting.size;
	}
	subscribe(filter, qos) {
		this.subscriptions.set(filter, qos);
	}
	/** The QoS at which messages of this topic go to the client, -1 for not at all. */
	granted(topic) {
		let granted = -1;
		for (const [filter, qos] of this.subscriptions) if (qos > granted && matchesFilter(filter, topic)) granted = qos;
		return granted;
	}
	/** Takes a message of QoS 1 or 2 into account; the packet's first byte and body, or undefined when there are too many. `sent`: it goes out at once. */
	enqueue(topic, payload, qos, retained, sent) {
		if (this.waiting.size >= MOST_WAITING) return void 0;
		do
			this.nextId = this.nextId % 65535 + 1;
		while (this.waiting.has(this.nextId));
		const id = String.fromCharCode(this.nextId >> 8, this.nextId & 255);
		const length = String.fromCharCode(topic.length >> 8, topic.length & 255);
		const entry = {
			head: 48 | qos << 1 | (retained ? 1 : 0),
			body: length + topic + id + payload,
			qos,
			sent
		};
		this.waiting.set(this.nextId, entry);
		return entry;
	}
	/** PUBACK: false if it answers a message of QoS 2. */
	acknowledged(id) {
		if (this.waiting.get(id)?.qos === 2) return false;
		this.waiting.delete(id);
		return true;
	}
	/** PUBREC: from now on the PUBREL is what waits. False if it answers a message of QoS 1. */
	received(id) {
		const entry = this.waiting.get(id);
		if (entry?.qos === 1) return false;
		if (!entry) return true;
		this.waiting.delete(id);
		this.waiting.set(id, {
			head: PUBREL,
			body: String.fromCharCode(id >> 8, id & 255),
			qos: 2,
			sent: true
		});
		return true;
	}
	/** PUBCOMP: false if it comes before the PUBREC. */
	completed(id) {
		const entry = this.waiting.get(id);
		if (entry && entry.head !== PUBREL) return false;
		this.waiting.delete(id);
		return true;
	}
	/** What a client that is back gets before anything new [MQTT-4.4.0-1], in order, repeats marked [MQTT-3.3.1-1]. */
	again() {
		const packets = [];
		for (const entry of this.waiting.values()) {
			packets.push({
				head: entry.head | (entry.sent && entry.head !== PUBREL ? 8 : 0),
				body: entry.body
			});
			entry.sent = true;
		}
		return packets;
	}
};
// ../next/broker/memory-broker.ts
var MemoryBroker = class {
	constructor(clock, listener) {
		this.answer = 0;
		this.acknowledges = true;
		this.completes = true;
		this.greeting = "";
		this.rejects = () => false;
		this.retained = /* @__PURE__ */ new Map();
		this.connections = 0;
		this.violations = 0;
		this.links = /* @__PURE__ */ new Map();
		this.sessions = /* @__PURE__ */ new Map();
		this.sessionsMade = 0;
		this.clock = clock;
		this.listener = listener;
	}
	accept(socket) {
		return new MemoryBrokerLink(this, socket);
	}
	/** Client ids that are connected now. */
	clients() {
		return [...this.links.keys()];
	}
	/** To every subscriber, and to the store when `retain` is set. */
	publish(message) {
		if (message.retain && message.payload === "") this.retained.delete(message.topic);
		else if (message.retain) this.retained.set(message.topic, message.payload);
		this.listener(message);
		for (const [client, session] of this.sessions) {
			const qos = Math.min(session.granted(message.topic), message.qos);
			if (qos < 0) continue;
			const link = this.links.get(client);
			if (link) link.send(message, qos, false);
			else if (qos > 0) session.enqueue(message.topic, message.payload, qos, false, false);
		}
	}
	/** What it knows of a client. */
	sessionOf(client) {
		return this.sessions.get(client);
	}
	/** Sends every client what must end its link. */
	spoil(bytes) {
		for (const link of this.links.values()) link.spoil(bytes);
	}
	/** Sends every client what it did not ask for. */
	disturb(bytes) {
		for (const link of this.links.values()) link.disturb(bytes);
	}
	/** The earliest moment at which something was sent that must end its link, ms, of the links that last; Infinity for none. */
	spoiledAt() {
		let at = Infinity;
		for (const link of this.links.values()) if (link.spoiled > 0) at = Math.min(at, link.spoiled);
		return at;
	}
	/** Everything that was kept is gone. Nobody is connected. */
	forget() {
		this.retained.clear();
		this.sessions.clear();
	}
	/** A client got through CONNECT; one of the same name is turned out. True if its session is present. */
	enter(link, clean) {
		const client = link.client;
		this.links.get(client)?.drop();
		this.connections++;
		this.links.set(client, link);
		const known = this.sessions.get(client);
		const present = known !== void 0 && !clean && !known.clean;
		link.session = present ? known : new MemorySession(++this.sessionsMade, clean);
		this.sessions.set(client, link.session);
		return present;
	}
	leave(link) {
		if (this.links.get(link.client) !== link) return;
		this.links.delete(link.client);
		if (link.session?.clean) this.sessions.delete(link.client);
	}
};
// ../next/host-sim/clock/virtual-clock.ts
/**
* Time that only moves when told to. Alarms fire in the order they are due, and in the order they were set when due at
* the same moment, so that two runs are alike to the last event.
*/
var VirtualClock = class {
	constructor(startAt = 0) {
		this.order = 0;
		this.heap = [];
		this.time = startAt;
	}
	now() {
		return this.time;
	}
	after(delay, task, context) {
		const alarm = {
			due: this.time + Math.max(0, delay),
			order: this.order++,
			task,
			context,
			place: this.heap.length
		};
		this.heap.push(alarm);
		this.rise(alarm);
		return alarm;
	}
	cancel(timer) {
		const alarm = timer;
		if (!alarm) return;
		if (alarm.place < 0) throw new Error("A timer that is no longer pending was cancelled: on the interpreter another one may have its number by now.");
		this.remove(alarm);
	}
	block(milliseconds) {
		this.time += milliseconds;
	}
	/** When the next alarm is due, or Infinity. */
	nextDue() {
		return this.heap.length > 0 ? this.heap[0].due : Infinity;
	}
	/** How many alarms are set: a leak shows here. */
	pending() {
		return this.heap.length;
	}
	/** Gives back the room of alarms that are no longer set, which the engine keeps for the most there ever were. */
	trim() {
		this.heap = this.heap.slice();
	}
	/** Fires the next alarm, letting time jump to it; false when there is none. */
	step() {
		const alarm = this.heap[0];
		if (!alarm) return false;
		this.remove(alarm);
		if (alarm.due > this.time) this.time = alarm.due;
		alarm.task(alarm.context);
		return true;
	}
	/** Runs everything due in the next `milliseconds`, then stands at their end. */
	advance(milliseconds) {
		const end = this.time + milliseconds;
		while (this.nextDue() <= end) this.step();
		if (this.time < end) this.time = end;
	}
	before(a, b) {
		return a.due < b.due || a.due === b.due && a.order < b.order;
	}
	put(alarm, place) {
		this.heap[place] = alarm;
		alarm.place = place;
	}
	rise(alarm) {
		let place = alarm.place;
		while (place > 0) {
			const parent = this.heap[place - 1 >> 1];
			if (!this.before(alarm, parent)) break;
			this.put(parent, place);
			place = place - 1 >> 1;
		}
		this.put(alarm, place);
	}
	sink(alarm) {
		let place = alarm.place;
		for (;;) {
			let child = 2 * place + 1;
			if (child >= this.heap.length) break;
			if (child + 1 < this.heap.length && this.before(this.heap[child + 1], this.heap[child])) child++;
			if (!this.before(this.heap[child], alarm)) break;
			this.put(this.heap[child], place);
			place = child;
		}
		this.put(alarm, place);
	}
	remove(alarm) {
		const last = this.heap.pop();
		if (last && last !== alarm) {
			this.put(last, alarm.place);
			this.rise(last);
			this.sink(last);
		}
		alarm.place = -1;
	}
};
// ../next/host-sim/torture/malformed.ts
/** Each ends the link on which a connected client finds it: what MQTT 3.1.1 forbids a server, and a message beyond all bounds. */
const MALFORMED$1 = [
	"\0\0",
	"ð\0",
	"\0\0",
	" \0\0",
	"0ÿÿÿÿ",
	"0ÿÿÿ",
	"0\0	a",
	"0\0a#",
	"0\0a\0",
	"0\0Ã(",
	"2\0a\0\0",
	"6\0a\0",
	"8\0a",
	"@\0\0",
	"B\0",
	"P\0\0",
	"`\0",
	"\0\0a\0",
	"\0",
	"À\0",
	"Ð\0",
	"à\0"
];
/** Answers to nothing, and a command of another topic: a client takes no notice, or answers, and stays. */
const STRAY$1 = [
	"@þ",
	"Pþ",
	"bþ",
	"pþ",
	"°þ",
	"Ð\0",
	"0\0zxy"
];
// ../next/host-sim/torture/broker-faults.ts
/** One sample in this many ends the link while `reject` is active. */
const REJECTED = 12;
/**
* The target `mqtt`. Faults: `refuse-1` to `refuse-5` (the code of every CONNACK), `hang` (acknowledges nothing and answers no
* ping), `no-pubcomp`, `malformed` (what no server may send, at once and behind every CONNACK), `stray` (acknowledgements of nothing,
* once), `reject` (one sample in 12 ends the link on which it comes), `restart` (down while active; sessions and retained messages
* are kept), `restart-empty` (and they are gone).
*/
var BrokerFaults = class {
	/** `network`: where its connections are lost. */
	constructor(broker, network, random) {
		this.faults = [
			"refuse-1",
			"refuse-2",
			"refuse-3",
			"refuse-4",
			"refuse-5",
			"hang",
			"no-pubcomp",
			"malformed",
			"stray",
			"reject",
			"restart",
			"restart-empty"
		];
		this.refusals = /* @__PURE__ */ new Set();
		this.broker = broker;
		this.network = network;
		this.random = random;
	}
	inject(fault, active) {
		const broker = this.broker;
		if (!this.faults.some((known) => known === fault)) return false;
		if (fault.startsWith("refuse")) {
			const code = Number(fault.slice(-1));
			if (active) this.refusals.add(code);
			else this.refusals.delete(code);
			broker.answer = Math.max(0, ...this.refusals);
		} else if (fault === "hang") broker.acknowledges = !active;
		else if (fault === "no-pubcomp") broker.completes = !active;
		else if (fault === "malformed") {
			broker.greeting = active ? MALFORMED$1[this.random.below(MALFORMED$1.length)] : "";
			if (active) broker.spoil(broker.greeting);
		} else if (fault === "stray") {
			if (active) broker.disturb(STRAY$1[this.random.below(STRAY$1.length)]);
		} else if (fault === "reject") {
			const rest = this.random.below(REJECTED);
			broker.rejects = active ? (message) => hasSample(message, rest) : () => false;
		} else {
			this.network.inject("loss", true);
			if (fault === "restart-empty") broker.forget();
			this.network.inject("loss", active);
		}
		return true;
	}
};
/** Whether a sample with that rest is in the message. */
function hasSample({ payload }, rest) {
	for (const [, sequence] of payload.matchAll(/"seq":(\d+)/g)) if (Number(sequence) % REJECTED === rest) return true;
	return false;
}
// ../next/host-sim/torture/clock-steps.ts
const HOUR$1 = 36e5;
const STEPS = {
	"hour-ahead": HOUR$1,
	"hour-back": -36e5,
	"decade-ahead": 87660 * HOUR$1,
	"decade-back": -87660 * HOUR$1
};
/** The target `date`: steps of the wall clock, each once on activation. */
var ClockSteps = class {
	constructor() {
		this.faults = Object.keys(STEPS);
		this.stepped = false;
	}
	inject(fault, active) {
		if (!Object.hasOwn(STEPS, fault)) return false;
		const clock = this.wallClock;
		const date = clock ? clock.read() : 0;
		if (active && clock && date > 0) {
			clock.set(date + STEPS[fault]);
			this.stepped = true;
		}
		return true;
	}
};
// ../next/contract/client-id.ts
/** How the client identifier of every node begins. The last six digits of its MAC address follow. */
const CLIENT_ID_ROOT = "breva";
// ../next/contract/command-frame.ts
/**
* A command is `{"id":"c-81"}` on `COMMAND_TOPIC` and its verb. The reply, on `REPLY_TOPIC` and the same verb, is
* `{"id":"c-81","ok":true}` or `{"id":"c-81","ok":false,"error":"..."}`.
*/
/** The verb that does nothing but answer. */
const PING = "ping";
// ../next/host-sim/torture/command-check.ts
const MINUTE$1 = 6e4;
/** ms on a good link within which a command must have been heard. */
const HEARD_WITHIN = 2 * MINUTE$1;
/** Commands remembered. */
const MOST$1 = 200;
/** I3 the other way: commands of every QoS, which the node must hear as often as the protocol promises. */
var CommandCheck = class {
	constructor(broker, node, random) {
		this.commands = /* @__PURE__ */ new Map();
		this.sent = 0;
		this.next = 0;
		this.broker = broker;
		this.client = `${CLIENT_ID_ROOT}${node}`;
		this.topic = `${TOPIC_ROOT}${node}/${COMMAND_TOPIC}${PING}`;
		this.random = random;
	}
	onHeard(topic, payload) {
		if (topic === this.topic) this.heard(JSON.parse(payload).id);
	}
	/** Called every second. `settled`: nothing has been wrong with the link for long. */
	check(now, settled) {
		const session = this.broker.sessionOf(this.client);
		if (settled && session) for (const [id, command] of this.commands) {
			if (command.heard || command.qos < 1 || command.session !== session.number || now - command.at < HEARD_WITHIN) continue;
			throw new Violation("I3", `the command ${id} of QoS ${command.qos} was never heard`);
		}
		if (now < this.next) return;
		this.next = now + MINUTE$1 + this.random.below(20 * MINUTE$1);
		const id = `c${++this.sent}`;
		const qos = this.random.below(3);
		const granted = session ? session.granted(this.topic) : -1;
		this.commands.set(id, {
			qos: Math.min(qos, granted),
			session: session?.number ?? 0,
			clean: session?.clean ?? true,
			at: now,
			heard: false
		});
		if (this.commands.size > MOST$1) {
			for (const oldest of this.commands.keys()) if (this.commands.size > MOST$1) this.commands.delete(oldest);
		}
		this.broker.publish({
			topic: this.topic,
			payload: `{"id":"${id}"}`,
			qos,
			retain: false,
			client: ""
		});
	}
	heard(id) {
		const command = this.commands.get(id);
		if (!command) return;
		if (command.heard && (command.qos !== 1 || command.clean)) throw new Violation("I3", `the command ${id} of QoS ${command.qos} came a second time`);
		command.heard = true;
	}
};
// ../next/host-sim/torture/draw-settings.ts
/** Sometimes with less memory than usual, so that flash is needed more often. */
function drawSettings(random) {
	const one = (values) => values[random.below(values.length)];
	return {
		link: {
			keepAlive: one([
				20,
				60,
				60,
				240
			]),
			cleanSession: random.chance(.5),
			inFlight: 1 + random.below(4)
		},
		exact: random.chance(.4),
		pages: one([
			16,
			16,
			4,
			3,
			2
		]),
		backlog: {
			samples: one([
				16,
				24,
				64,
				200
			]),
			overflow: one(["oldest", "decimate"])
		}
	};
}
// ../next/host-sim/torture/flash-faults.ts
/**
* The target `flash`. Faults: `dead` (neither write nor erase has any effect), `no-erase` (no erase has), `weak` (one byte in 64 is
* not programmed), `rot` (up to 32 bytes that were programmed change, once on activation).
*/
var FlashFaults = class {
	constructor(flash, random, onTouched) {
		this.faults = [
			"dead",
			"no-erase",
			"weak",
			"rot"
		];
		this.touched = false;
		this.onTouched = onTouched;
		this.flash = flash;
		this.random = random;
	}
	inject(fault, active) {
		const flash = this.flash;
		if (!this.faults.some((known) => known === fault)) return false;
		if (fault === "dead") flash.broken = active;
		else if (fault === "no-erase") flash.erasable = !active;
		else if (fault === "weak") flash.weak = active;
		else if (active) this.rot();
		this.touched = true;
		this.onTouched();
		return true;
	}
	rot() {
		const bytes = this.flash.bytes;
		for (let left = 1 + this.random.below(32); left > 0; left--) {
			let place = this.random.below(bytes.length);
			const bit = 1 << this.random.below(8);
			for (let n = 0; n < bytes.length && bytes[place] === 255; n++) place = (place + 1) % bytes.length;
			if (bytes[place] !== 255) bytes[place] ^= bit;
		}
	}
};
// ../next/host-sim/torture/powered-clock.ts
/** The clock of one start of the firmware: counts from power-on, and its alarms die with the power. */
var PoweredClock = class PoweredClock {
	constructor(clock) {
		this.alarms = /* @__PURE__ */ new Set();
		this.powered = true;
		this.clock = clock;
		this.since = clock.now();
	}
	now() {
		return this.clock.now() - this.since;
	}
	after(delay, task, context) {
		if (!this.powered) return void 0;
		const alarm = {
			clock: this,
			timer: void 0,
			task,
			context
		};
		alarm.timer = this.clock.after(delay, PoweredClock.fire, alarm);
		this.alarms.add(alarm);
		return alarm;
	}
	cancel(timer) {
		const alarm = timer;
		if (!alarm || !this.powered) return;
		this.alarms.delete(alarm);
		this.clock.cancel(alarm.timer);
	}
	block(milliseconds) {
		this.clock.block(milliseconds);
	}
	/** How many alarms are set. */
	pending() {
		return this.alarms.size;
	}
	/** Nothing fires any more. */
	powerDown() {
		this.powered = false;
		for (const alarm of this.alarms) this.clock.cancel(alarm.timer);
		this.alarms.clear();
	}
	static fire(alarm) {
		alarm.clock.alarms.delete(alarm);
		alarm.task(alarm.context);
	}
};
// ../next/host-sim/torture/powered-network.ts
/** The sockets of one start of the firmware: a power cut takes them without a word to the other end. */
var PoweredNetwork = class {
	constructor(network) {
		this.sockets = 0;
		this.powered = true;
		this.network = network;
		this.faults = network.faults;
		this.sendDatagram = (host, port, bytes, onBytes) => network.sendDatagram(host, port, bytes, (answer, from) => {
			if (this.powered) onBytes(answer, from);
		});
	}
	get nameless() {
		return this.network.nameless === true;
	}
	connect(host, port, events) {
		this.sockets++;
		const socket = this.network.connect(host, port, {
			onOpen: () => {
				if (this.powered) events.onOpen();
			},
			onBytes: (chunk) => {
				if (this.powered) events.onBytes(chunk);
			},
			onClose: () => {
				this.sockets--;
				if (this.powered) events.onClose();
			}
		});
		return {
			write: (bytes) => this.powered && socket.write(bytes),
			close: () => {
				if (this.powered) socket.close();
			}
		};
	}
	inject(fault, active) {
		return this.network.inject(fault, active);
	}
	associate(joined) {
		this.network.associate(joined);
	}
	powerDown() {
		this.powered = false;
	}
};
// ../next/host-sim/torture/tortured-node.ts
const BROKER = {
	host: "broker",
	port: 1883
};
const TIME_SERVER = {
	server: "time",
	port: 123
};
/** ms between node and broker. */
const LATENCY = 5;
/** Monday 2026-01-05, 00:00 UTC. */
const MONDAY = 17675712e5;
/** ms between two cuts in series at most, with the power on and with the power off: the guard counts starts shorter than 60 s. */
const CUTS_WITHIN = 4e4;
/** Bytes written to flash at most until a cut in the midst of them. */
const CUT_WITHIN = 400;
/**
* One node with its broker and time server in virtual time, whose power can be cut. The target `power` has `cut`, `cuts` (one after the other,
* with seconds between), `reset`, and `cut-in-write`: not before something is written to flash, and then after some byte of it.
*/
var TorturedNode = class {
	constructor(plan, maker, listener) {
		this.faults = [
			"cut",
			"cuts",
			"reset",
			"cut-in-write"
		];
		this.clock = new VirtualClock();
		this.boot = 0;
		this.samples = 0;
		this.counted = 0;
		this.open = /* @__PURE__ */ new Map();
		this.sound = true;
		this.kept = 0;
		this.hash = createHash("sha256");
		this.plan = plan;
		this.firmware = maker.make();
		this.switched = plan.random.split("switched").chance(.5);
		this.cuts = plan.random.split("cuts");
		const settings = drawSettings(plan.random.split("settings"));
		this.settings = {
			...settings,
			pages: maker.pages ?? settings.pages
		};
		this.zero = MONDAY + plan.startHour * 36e5;
		this.broker = new MemoryBroker(this.clock, (message) => {
			this.hash.update(`${this.clock.now()} ${message.topic} ${message.qos}${message.retain} ${message.payload}\n`);
			listener(message);
		});
		this.wire = new MemoryNetwork(this.clock, LATENCY);
		this.wire.serve(BROKER.port, this.broker);
		const time = new TimeServer(this.clock, this.zero);
		this.wire.serveDatagrams(TIME_SERVER.port, time);
		this.board = buildBoard(this.clock, plan, this.wire, new SimulatedFlashPages(this.settings.pages));
		this.board.flash.onCut = () => this.cut();
		this.date = new ClockSteps();
		this.commands = new CommandCheck(this.broker, plan.id, plan.random.split("commands"));
		this.flashFaults = new FlashFaults(this.board.flash, plan.random.split("flash"), () => {
			this.sound = false;
		});
		const mqtt = new BrokerFaults(this.broker, this.wire, plan.random.split("mqtt"));
		this.targets = {
			...this.board.targets,
			mqtt,
			time,
			date: this.date,
			flash: this.flashFaults,
			power: this
		};
	}
	/** `cut` takes the power for as long as it is active, `reset` restarts the program once and leaves the parts their power. */
	inject(fault, active) {
		if (!this.faults.some((known) => known === fault)) return false;
		if (fault === "cut-in-write") this.cutInWrite(active);
		else if (fault === "cuts") this.cutInSeries(active);
		else if (fault === "reset") {
			if (active && this.port) this.restart();
		} else if (active) this.cut();
		else this.start();
		return true;
	}
	cutInWrite(active) {
		this.sound = false;
		this.board.flash.left = active && this.port ? 1 + this.cuts.below(CUT_WITHIN) : Infinity;
		if (!active) this.start();
	}
	cutInSeries(active) {
		this.clock.cancel(this.cutting);
		this.cutting = void 0;
		if (active) this.cutAgain();
		else this.start();
	}
	restart() {
		this.end(true);
		this.board.wifi.powerDown();
		this.run(false);
	}
	/** Power on. */
	start() {
		if (this.port) return;
		this.board.flash.powerUp();
		this.board.powerUp();
		this.run(true);
	}
	cut() {
		this.end(false);
		this.board.powerDown();
	}
	/** Off or on, and the same again some seconds later. */
	cutAgain() {
		if (this.port) this.cut();
		else this.start();
		this.cutting = this.clock.after(100 + this.cuts.below(CUTS_WITHIN), () => {
			this.cutAgain();
		}, void 0);
	}
	/** With nothing in the backlog, no sample will come any more but the latest: forgets those that went with the power or were dropped. */
	forgetLost() {
		const ledger = this.ledger;
		if (!ledger || ledger.pending() > 1) return;
		const recent = [`${this.boot}/${ledger.produced}`, `${this.boot}/${ledger.produced - 1}`];
		for (const name of this.open.keys()) if (!recent.includes(name)) this.open.delete(name);
	}
	/** Of all messages, their times included. */
	digest() {
		return this.hash.copy().digest("hex");
	}
	run(switchedOn) {
		const plan = this.plan;
		this.boot++;
		this.date.stepped = false;
		const powered = new PoweredClock(this.clock);
		const network = new PoweredNetwork(this.wire);
		const board = Object.create(this.board, {
			clock: { value: powered },
			network: { value: network }
		});
		const { link, backlog, exact } = this.settings;
		const settings = {
			...simulatedSettings(plan, {
				...BROKER,
				...link
			}, this.switched),
			backlog,
			time: TIME_SERVER
		};
		const port = this.firmware({
			board,
			settings,
			boot: this.boot,
			switchedOn,
			exact
		});
		this.powered = powered;
		this.network = network;
		this.port = port;
		port.listen(this.commands);
		port.start();
		if (this.port !== port) return;
		this.date.wallClock = port.wallClock;
		this.ledger = new Ledger(port, () => powered.now(), plan.period, this.boot, this.open, () => this.sound);
		if (this.ledger.recovered < this.kept && !this.flashFaults.touched) throw new Violation("I1", `${this.ledger.recovered} samples were found in flash, and ${this.kept} were kept there`);
		this.flashFaults.touched = false;
	}
	end(restarting) {
		const port = this.port;
		if (!port) return;
		this.samples += this.ledger?.produced ?? 0;
		this.counted += port.dropped;
		this.kept = this.settings.backlog.overflow === "oldest" ? port.inFlash : 0;
		this.powered?.powerDown();
		this.network?.powerDown();
		port.halt(restarting);
		this.ledger = void 0;
		this.powered = void 0;
		this.network = void 0;
		this.port = void 0;
	}
};
// ../next/host-sim/torture/air-record.ts
/** ms of one entry, and how many are kept: four and a half hours, longer than any storm. */
const STEP$1 = 1e4;
const KEPT = 1620;
const QUANTITIES = [
	"co2",
	"temperature",
	"humidity"
];
/** What the air at one place has been, in steps of 10 s. */
var AirRecord = class {
	constructor(air) {
		this.newest = -1;
		this.oldest = 0;
		const column = () => ({
			co2: new Float64Array(KEPT),
			temperature: new Float64Array(KEPT),
			humidity: new Float64Array(KEPT)
		});
		this.air = air;
		this.least = column();
		this.most = column();
	}
	/** Called every second. */
	note(time) {
		const step = Math.floor(time / STEP$1);
		if (this.newest < 0) this.oldest = step;
		while (this.newest < step) {
			this.newest = Math.max(this.newest + 1, this.oldest);
			for (const quantity of QUANTITIES) this.least[quantity][this.newest % KEPT] = this.most[quantity][this.newest % KEPT] = this.air[quantity];
		}
		this.oldest = Math.max(this.oldest, step - KEPT + 1);
		const entry = step % KEPT;
		for (const quantity of QUANTITIES) {
			const value = this.air[quantity];
			if (value < this.least[quantity][entry]) this.least[quantity][entry] = value;
			if (value > this.most[quantity][entry]) this.most[quantity][entry] = value;
		}
	}
	/** Least since `from`, the present air included. */
	leastSince(quantity, from) {
		let least = this.air[quantity];
		const column = this.least[quantity];
		for (let step = this.newest; step >= this.first(from); step--) if (column[step % KEPT] < least) least = column[step % KEPT];
		return least;
	}
	/** Most since `from`, the present air included. */
	mostSince(quantity, from) {
		let most = this.air[quantity];
		const column = this.most[quantity];
		for (let step = this.newest; step >= this.first(from); step--) if (column[step % KEPT] > most) most = column[step % KEPT];
		return most;
	}
	first(from) {
		return Math.max(this.oldest, Math.floor(from / STEP$1));
	}
};
// ../next/host-sim/torture/truth.ts
/** ms in which five time constants of the slowest sensor pass (T90 of 120 s). */
const LAG = 3e5;
/**
* Never air, whatever is broken. A probe's 85 is, where wrong bits have hidden from its checksum that nothing was converted: only one
* byte tells the value of power-on from true 85.
*/
const NEVER = {
	co2: [0, 65535],
	temperature: [
		0,
		85,
		127.94,
		-127
	],
	humidity: [],
	probe: [
		0,
		127.94,
		-127
	]
};
/** I10: compares what a node calls `ok` with the air its parts are in. */
var Truth = class {
	constructor(board, plan) {
		this.records = /* @__PURE__ */ new Map();
		this.sources = /* @__PURE__ */ new Map();
		this.lying = /* @__PURE__ */ new Map();
		this.excusedUntil = /* @__PURE__ */ new Map();
		this.dark = -Infinity;
		this.since = 0;
		this.deaf = 0;
		this.heldSince = 0;
		this.heldUntil = -Infinity;
		this.board = board;
		this.plan = plan;
		for (const { air } of board.fittings) if (!this.records.has(air)) this.records.set(air, new AirRecord(air));
	}
	/** Called every second. */
	note() {
		for (const record of this.records.values()) record.note(this.board.clock.now());
	}
	/** A fault begins or ends. */
	told(fault, active) {
		const now = this.board.clock.now();
		const kind = this.board.fittings.find(({ part }) => part.name === fault.target)?.sensor ?? fault.target;
		const after = falseAfter(kind, fault, 2e3 * this.plan.period);
		if (after !== void 0) {
			const lying = (this.lying.get(kind) ?? 0) + (active ? 1 : -1);
			this.lying.set(kind, lying);
			const until = now + after + this.plan.period * 1e3 + 6e3;
			this.excusedUntil.set(kind, Math.max(until, this.excusedUntil.get(kind) ?? 0));
		}
		if (fault.fault === "lost-convert") {
			if (active && this.deaf === 0 && now > this.heldUntil) this.heldSince = now - LAG;
			this.deaf += active ? 1 : -1;
			this.heldUntil = now + this.plan.period * 1e3 + 6e3;
		}
		if (active && now - this.dark > LAG) this.since = now - LAG;
		this.dark = now;
	}
	check(state) {
		for (const [key, value] of Object.entries(state.values)) {
			if (value === null) continue;
			const sources = this.sourcesOf(key);
			if (sources.some((source) => this.fits(value, source))) continue;
			const excused = sources.some(({ kind }) => this.lies(kind) || this.lies(sensorTruth(kind)?.wire ?? kind));
			const never = NEVER[key.length === 16 ? "probe" : key].includes(value);
			if (excused && !never) continue;
			throw new Violation("I10", `${key} is published as ${value}, and true is ${sources.map((source) => `${source.part.name} ${tolerated(source, this.least(source), this.most(source)).map((bound) => bound.toFixed(2)).join(" to ")}`).join(" or ") || "nothing"}, in sample ${state.boot}/${state.seq}`);
		}
	}
	/** Within the data sheet's tolerance of what the air is, or of what it was while the sensor followed it. */
	fits(value, source) {
		const present = source.air[source.quantity];
		const [low, high] = tolerated(source, present, present);
		if (value >= low && value <= high) return true;
		const [least, most] = tolerated(source, this.least(source), this.most(source));
		return value >= least && value <= most;
	}
	least(source) {
		return source.record.leastSince(source.quantity, this.from());
	}
	most(source) {
		return source.record.mostSince(source.quantity, this.from());
	}
	from() {
		const now = this.board.clock.now();
		const since = now - this.dark > LAG ? now - LAG : this.since;
		return this.deaf > 0 || now < this.heldUntil ? Math.min(since, this.heldSince) : since;
	}
	sourcesOf(key) {
		const known = this.sources.get(key);
		if (known) return known;
		const found = [];
		for (const { sensor, part, air } of this.board.fittings) {
			if (part.name !== key && !sensorTruth(sensor)?.measures.includes(key)) continue;
			found.push({
				kind: sensor,
				part,
				air,
				record: this.records.get(air),
				quantity: key === "co2" || key === "humidity" ? key : "temperature"
			});
		}
		this.sources.set(key, found);
		return found;
	}
	lies(kind) {
		return (this.lying.get(kind) ?? 0) > 0 || (this.excusedUntil.get(kind) ?? 0) > this.board.clock.now();
	}
};
/** The data sheet's tolerance around air between `least` and `most`. */
function tolerated({ kind, part, quantity }, least, most) {
	return sensorTruth(kind)?.tolerance(part, quantity, least, most) ?? [least, most];
}
// ../next/host-sim/torture/torment.ts
const SECOND = 1e3;
const MINUTE = 6e4;
/** ms from the last fault of any kind to the first reading of every quantity: preheating, and every recovery ladder. */
const SENSORS = 20 * MINUTE;
/** ms within which what is malformed ends the link. */
const SPOILED = 5 * SECOND;
/** ms by which a date may be off: half the way to the server and what blocks the interpreter. */
const DATE = 3 * SECOND;
const LINKS = [
	"wifi",
	"broker",
	"mqtt",
	"power"
];
/** One node of one seed and its whole life. */
var Torment = class {
	/** `duration` in ms of the node's time; `faults` undefined: drawn from the plan's stream. */
	constructor(plan, duration, faults, maker) {
		this.scheduled = 0;
		this.active = /* @__PURE__ */ new Map();
		this.seen = /* @__PURE__ */ new Map();
		this.quietSince = 0;
		this.stateAt = 0;
		this.repeats = new RepeatCheck();
		this.deafAt = 0;
		this.drainedAt = 0;
		this.latest = {
			boot: 0,
			seq: 0,
			uptime: -1
		};
		this.node = new TorturedNode(plan, maker, (message) => this.received(message));
		this.truth = new Truth(this.node.board, plan);
		this.link = new LinkCheck(this.node.broker, `${TOPIC_ROOT}${plan.id}/${STATUS_TOPIC}`, this.node.settings.link.keepAlive);
		this.faults = faults ?? drawFaults(plan.random.split("faults"), this.node.targets, duration);
	}
	/** Until `duration` ms are over, or the first violation. */
	run(duration) {
		const node = this.node;
		const clock = node.clock;
		let violation;
		try {
			node.start();
			this.live(this.faults, duration);
		} catch (error) {
			const known = error instanceof Violation;
			violation = {
				invariant: known ? error.invariant : "I7",
				message: known ? error.message : error.stack ?? String(error),
				time: clock.now()
			};
		}
		const ledger = node.ledger;
		const samples = node.samples + (ledger?.produced ?? 0);
		const delivered = samples - node.open.size;
		return {
			samples,
			delivered,
			dropped: Math.max(0, samples - delivered - (ledger?.pending() ?? 0)),
			counted: node.counted + (ledger?.dropped ?? 0),
			digest: node.digest(),
			faults: this.faults,
			drawn: this.drawn(),
			violation
		};
	}
	drawn() {
		const { plan, settings, switched } = this.node;
		return {
			plan: {
				...plan,
				random: void 0
			},
			settings,
			switched
		};
	}
	/** The next `duration` ms with these faults, counted from now. Throws the first violation. */
	live(faults, duration) {
		const clock = this.node.clock;
		const schedule = new FaultSchedule(clock, 1, faults, this.node.targets, (fault, active) => this.told(fault, active));
		const from = clock.now();
		this.scheduled = faults.length;
		schedule.start();
		for (let second = SECOND; second <= duration; second += SECOND) {
			if (clock.now() < from + second) clock.advance(from + second - clock.now());
			this.node.port?.check();
			this.everySecond();
		}
		schedule.stop();
		this.repeats.forget();
	}
	told(fault, active) {
		const node = this.node;
		if (active) this.active.set(fault, fault.target);
		else this.active.delete(fault);
		this.quietSince = node.clock.now();
		if (LINKS.includes(fault.target)) this.link.told(this.quietSince);
		this.truth.told(fault, active);
		if (active) return;
		if (fault.fault === "unplug-in-read") node.targets[fault.target].inject("unplug", false);
		const { sensor, part } = node.board.fittings.find((fitting) => fitting.part.name === fault.target) ?? {};
		if (part && sensor) this.mend(sensor, part, fault.fault);
	}
	/** What somebody has to do by hand when it is over: another value in the part, or a new supply where the node has no switch. */
	mend(sensor, part, fault) {
		const truth = sensorTruth(sensor);
		const repaired = truth?.repair?.fault === fault;
		if (!repaired && !truth?.stuck.includes(fault)) return;
		if (repaired) truth?.repair?.mend(part);
		if (!this.node.port || this.node.switched && !repaired) return;
		part.powerDown();
		part.powerUp();
	}
	received(message) {
		if (message.payload !== "offline") this.link.heard(this.node.clock.now());
		if (message.client === "") return;
		if (message.topic.endsWith(`/history`)) this.receivedHistory(message);
		if (!message.topic.endsWith(`/state`)) return;
		const node = this.node;
		const now = node.clock.now();
		const state = checkState(message.payload);
		this.repeats.check(message, [nameOf(message.payload)]);
		const latest = this.latest;
		const fresh = state.boot > latest.boot || state.boot === latest.boot && state.seq > latest.seq;
		if (state.boot < latest.boot || state.boot === latest.boot && state.seq < latest.seq) throw new Violation("I2", `sample ${state.boot}/${state.seq} came after ${latest.boot}/${latest.seq}`);
		if (fresh && state.boot === latest.boot && state.uptime <= latest.uptime) throw new Violation("I9", `sample ${state.seq} was taken at ${state.uptime} ms, the one before at ${latest.uptime} ms`);
		if (state.boot > node.boot) throw new Violation("I2", `sample ${state.boot}/${state.seq} came in start ${node.boot}`);
		this.latest = {
			boot: state.boot,
			seq: state.seq,
			uptime: state.uptime
		};
		if (state.boot !== node.boot || !node.ledger || !node.powered) return;
		node.ledger.received = state.seq;
		this.stateAt = now;
		if (!fresh) return;
		if (node.powered.now() - state.uptime < 10 * SECOND) this.truth.check(state);
		this.checkDate(state);
		this.sensorsWork(state, now);
	}
	/** In order, nothing that was acknowledged before, and every sample as it was taken. */
	receivedHistory(message) {
		const { ledger, boot } = this.node;
		const states = statesIn(message.payload);
		if (message.retain || states.length > 20) throw new Violation("I4", `a history of ${states.length} samples, retained: ${message.retain}`);
		this.repeats.check(message, states.map(nameOf));
		let before = ledger?.delivered ?? "0/0";
		for (const text of states) {
			const state = checkState(text);
			const [lastBoot, lastSequence] = before.split("/").map(Number);
			if (state.boot > boot || state.boot < lastBoot || state.boot === lastBoot && state.seq <= lastSequence) throw new Violation("I2", `sample ${state.boot}/${state.seq} came in a history of start ${boot} after ${before}`);
			before = `${state.boot}/${state.seq}`;
			ledger?.came(text);
			this.checkDate(state);
		}
	}
	/** Of a sample of the start under way. */
	checkDate(state) {
		const { date, powered, zero, clock, boot } = this.node;
		if (state.time === null || date.stepped || !powered || state.boot !== boot) return;
		const off = Date.parse(state.time) - (zero + clock.now() - powered.now() + state.uptime);
		if (Math.abs(off) > DATE) throw new Violation("I10", `sample ${state.boot}/${state.seq} is dated ${state.time}, off by ${off} ms`);
	}
	/** I5 for the sensors: in calm, every quantity is read at least once in 5 minutes. */
	sensorsWork(state, now) {
		for (const [key, value] of Object.entries(state.values)) if (value !== null) this.seen.set(key, now);
		if (this.active.size > 0 || now - this.quietSince < SENSORS) return;
		for (const key of Object.keys(state.quality)) if (now - Math.max(this.seen.get(key) ?? 0, this.quietSince + SENSORS - 5 * MINUTE) > 5 * MINUTE) throw new Violation("I5", `${key} is ${state.quality[key]} ${now - this.quietSince} ms after the last fault`);
	}
	/** Packets pass between node and broker. */
	carries() {
		return this.node.board.wifi.joined && ![...this.active.keys()].some(({ target, fault }) => target === "broker" && fault !== "nameless");
	}
	everySecond() {
		const node = this.node;
		const now = node.clock.now();
		this.truth.note();
		this.link.check({
			now,
			powered: node.port !== void 0,
			reachable: this.carries(),
			connected: node.port?.connected === true,
			troubled: [...this.active.values()].some((target) => LINKS.includes(target)),
			silent: node.board.wifi.silent,
			refused: [
				1,
				2,
				4,
				5
			].includes(node.broker.answer) || [...this.active.keys()].some((fault) => fault.text.startsWith("wifi:refuse"))
		});
		if (!this.carries() || !node.port?.connected) this.deafAt = now;
		if (now - Math.max(this.deafAt, node.broker.spoiledAt()) > SPOILED) throw new Violation("I7", "the link lasts, and what came on it was malformed");
		node.commands.check(now, this.link.settled(now));
		if (node.broker.violations > 0) throw new Violation("I7", "the broker found a violation of the protocol");
		checkBounds(node, this.scheduled);
		if (!node.ledger || node.ledger.pending() <= 1 || !this.link.settled(now)) this.drainedAt = now;
		if (node.ledger && this.link.settled(now) && now - this.drainedAt > MINUTE) throw new Violation("I5", `${node.ledger.pending()} samples are pending, and the link has long been good`);
		if (this.active.size === 0 && this.link.settled(now) && now - this.stateAt > node.plan.period * SECOND + 15 * SECOND) throw new Violation("I5", `no sample arrived for ${now - this.stateAt} ms, and nothing is wrong`);
	}
};
// ../next/host-sim/torture/run-torture.ts
/** Node `number` (from 1) of a seed: any node of any scenario. */
function planOf(seed, number) {
	const random = new Random(seed).split(`torture ${number}`);
	const names = scenarioNames();
	const scenario = findScenario(names[random.below(names.length)]);
	const index = random.below(scenario.nodes.length);
	const plan = planNodes(scenario, index + 1, random.below(2147483647))[index];
	return random.chance(.1) ? {
		...plan,
		period: 3
	} : plan;
}
/** The whole life of one node; `faults` undefined: those its seed draws. */
function tormentNode(seed, number, hours, faults, maker) {
	const duration = hours * 36e5;
	return new Torment(planOf(seed, number), duration, faults, maker).run(duration);
}
/** Runs them all; `report` is told of every failure, shrunk, as it is found. */
function runTorture(options, maker, report) {
	const began = performance.now();
	const result = {
		seeds: options.seeds,
		hours: options.hours,
		violations: 0,
		samples: 0,
		delivered: 0,
		dropped: 0,
		timesRealTime: 0
	};
	let shrinking = 0;
	for (let seed = options.seed; seed < options.seed + options.seeds; seed++) for (let node = 1; node <= options.nodes; node++) {
		const outcome = tormentNode(seed, node, options.hours, void 0, maker);
		result.samples += outcome.samples;
		result.delivered += outcome.delivered;
		result.dropped += outcome.dropped;
		const violation = outcome.violation;
		if (!violation) continue;
		result.violations++;
		const from = performance.now();
		const faults = shrink(outcome.faults.filter((fault) => fault.start <= violation.time), (entries) => {
			return tormentNode(seed, node, violation.time / 36e5 + .5, entries, maker).violation?.invariant === violation.invariant;
		});
		report({
			seed,
			node,
			outcome,
			faults
		});
		shrinking += performance.now() - from;
	}
	const seconds = Math.max(.001, (performance.now() - began - shrinking) / 1e3);
	result.timesRealTime = Math.round(options.seeds * options.nodes * options.hours * 3600 / seconds);
	return result;
}
// ../next/drivers/hal/recoveries.ts
/** Counts one rung, named as it is published: lower-case words joined by underscores. */
function climbed(who, rung) {
	const counts = who.recoveries || (who.recoveries = {});
	counts[rung] = (counts[rung] || 0) + 1;
}
// ../next/drivers/ds18b20/ds18b20-settings.ts
/** In `want`: known to be in the probe. Cleared by whatever may mean that it was reset. */
const VERIFIED = 16777216;
// ../next/drivers/checksum/maxim-crc8.ts
/** The checksum of `bytes`; 0 when they end in their own checksum, and also when every one of them is 0. @hot */
function maximCrc8(bytes) {
	const size = bytes.length + 3 & -4;
	const padded = new Uint8Array(size);
	padded.set(bytes, size - bytes.length);
	let crc = 0;
	for (const word of new Int32Array(padded.buffer)) {
		crc ^= word;
		crc ^= crc << 3 ^ crc << 4 ^ crc << 8;
		crc ^= crc << 6 ^ crc << 8 ^ crc << 16;
		crc ^= crc << 12 ^ crc << 16;
		crc ^= crc << 24;
		crc = (crc ^ crc >>> 4 ^ crc >>> 5) >>> 24;
	}
	return crc;
}
// ../next/drivers/ds18b20/ds18b20-scratchpad.ts
/**
* Nine bytes of the probe to its `temperature` in deg C, which is written only where the result is OK, and to the
* family in `kind` where that is not known yet.
* NOT_FOUND: all FF, nobody drives the bus. BAD_CHECKSUM. BAD_REPLY: all zero (a bus held low has a good checksum), a
* structure no known part has, or a value outside -55..125, which is what a failed conversion leaves behind.
* SUSPECT: the power-on value, no conversion has taken place.
* @hot
*/
function decodeScratchpad(bytes, probe) {
	const config = bytes[4];
	const sixth = bytes[6];
	const seventh = bytes[7];
	const raw = (bytes[0] | bytes[1] << 8) << 16 >> 16;
	let sixteenths = 0;
	let powerOn = 1360;
	if (bytes.length !== 9) return 4;
	if (maximCrc8(bytes) !== 0) {
		for (const byte of bytes) if (byte !== 255) return 3;
		return 6;
	}
	if (probe.rom.startsWith("10")) {
		if (config !== 255 || bytes[5] !== 255 || seventh !== 16 || sixth > 16) return 4;
		sixteenths = (raw >> 1) * 16 + 12 - sixth;
		powerOn = 170;
	} else {
		if ((config & 159) !== 31) return 4;
		if (bytes[5] === 255 ? seventh !== 16 && (seventh !== 255 || sixth !== 255) : seventh !== 102) return 4;
		sixteenths = raw & -(8 >> (config >> 5));
	}
	if (!(probe.kind & 127)) {
		const genuine = probe.rom.slice(10, 14) === "0000" && sixth > 0 && sixth <= 16;
		probe.kind |= seventh === 102 ? 68 : seventh === 255 ? 69 : genuine ? 65 : probe.rom.slice(4, 6) === "64" && config === 127 ? 67 : 66;
	}
	if (raw === powerOn && sixth === 12) return 10;
	if (sixteenths < -880 || sixteenths > 2e3) return 4;
	probe.temperature = sixteenths / 16;
	return 0;
}
// ../next/drivers/ds18b20/ds18b20-transactions.ts
const MAX_PROBES = 16;
/** No EEPROM holds TH 125 and TL -55. So they show a reset of families D and E, whose power-on value looks real. */
const MARKER = 8243456;
/**
* One attempt to read the scratchpad (BE). The low 4 bits are the status, SUSPECT too when the settings are not the ones
* given to the probe; the bits above are TH, TL and configuration, 0 when the scratchpad was not sound.
* @hot
*/
function readProbe(bus, probe) {
	if (!bus.reset()) return 6;
	bus.select(probe.rom);
	bus.write(190, false);
	const bytes = bus.read(9);
	const status = decodeScratchpad(bytes, probe);
	const found = bytes[2] << 16 | bytes[3] << 8 | bytes[4];
	if (status === 0 && (found | 16777216) === probe.want) return found << 4 | 0;
	if (status === 3) probe.errors++;
	if (status === 3 || status === 6) return status;
	probe.want &= 16777215;
	return ((found & 31) === 31 ? found << 4 : 0) | (status === 0 ? 10 : status);
}
/**
* One attempt to ask for the power mode (B4) and to see the wanted settings in the scratchpad; they are written (4E) only
* where they differ. UNSUPPORTED: on the `last` attempt, all but the resolution is as wanted; the part's own is accepted.
*/
function setUpProbe(bus, probe, resolution, last) {
	let reply = readProbe(bus, probe);
	let want = probe.want & 16777215;
	const resolvable = !probe.rom.startsWith("10");
	if (reply < 16) return reply;
	bus.reset();
	bus.select(probe.rom);
	bus.write(180, false);
	const supply = bus.read(1)[0];
	if (supply !== 0 && supply !== 255) return 4;
	probe.kind = probe.kind & 127 | (supply ? 0 : 128);
	if (!want) {
		want = (probe.kind & 127) < 68 ? reply >> 4 : MARKER | reply >> 4 & 255;
		if (resolvable) want = want & 16776960 | resolution - 9 << 5 | 31;
		probe.want = want;
	}
	if (reply >> 4 !== want) {
		bus.reset();
		bus.select(probe.rom);
		bus.write(78, false);
		bus.write(want >> 16, false);
		bus.write(want >> 8 & 255, false);
		if (resolvable) bus.write(want & 255, false);
		reply = readProbe(bus, probe);
		if (reply >> 4 !== want) {
			if (reply < 16) return reply;
			if ((reply >> 4 ^ want) > 255 || !last) return 4;
			probe.want = reply >> 4 | VERIFIED;
			return 13;
		}
	}
	probe.want = want | VERIFIED;
	return 0;
}
/** Searches (F0) and appends what is new, to be proved by `setUpProbe`. Returns the broken names among them, -1 for no name at all. */
function findProbes(bus, probes) {
	const roms = bus.search(240);
	let broken = roms.length > 0 ? 0 : -1;
	for (const rom of roms) {
		let known = false;
		for (const probe of probes) if (probe.rom === rom) known = true;
		if (known) continue;
		const bytes = [];
		for (let i = 0; i < 16; i += 2) bytes.push(parseInt(rom.slice(i, i + 2), 16));
		const sort = bytes[0];
		if (rom.length !== 16 || maximCrc8(bytes) !== 0) broken++;
		else if ((sort === 40 || sort === 34 || sort === 16) && probes.length < MAX_PROBES) probes.push({
			rom,
			status: 9,
			temperature: 0,
			errors: 0,
			kind: 0,
			want: 0
		});
	}
	return broken;
}
// ../next/drivers/ds18b20/ds18b20.ts
/** Attempts at everything, each with a reset of its own: on an ESP32 Wi-Fi disturbs slots. */
const ATTEMPTS = 6;
const SEARCH = 1;
const SET_UP = 2;
const CONVERT = 3;
const READ$1 = 4;
const MEMORY = 5;
const ANSWER = 6;
/**
* One driver per bus. A sample converts on all probes at once, then reads each with up to six attempts; a probe that
* fails keeps its name and says why in its own `status`. The sample is OK as soon as one probe is.
*/
var Ds18b20 = class Ds18b20 {
	constructor(bus, clock) {
		this.name = "ds18b20";
		this.measures = "p";
		this.errors = 0;
		this.probes = [];
		this.target = "";
		this.bus = bus;
		this.clock = clock;
		this.reading = { probes: this.probes };
		this.result = void 0;
		this.status = 0;
		this.phase = 0;
		this.index = 0;
		this.attempt = 0;
		this.round = 0;
		this.stale = false;
		this.untilSearch = 0;
		this.resolution = 12;
		this.hold = false;
		this.command = 0;
	}
	/** Searches, verifies and configures. NOT_FOUND: no probe answered; `sample` goes on looking for them. */
	start(done) {
		this.stop();
		this.probes.splice(0, this.probes.length);
		this.errors = 0;
		this.hold = false;
		this.begin(SEARCH, done);
	}
	sample(done) {
		if (!this.begin(SET_UP, done)) return;
		this.result = this.reading;
		this.status = 6;
		if (--this.untilSearch < 0) this.phase = SEARCH;
	}
	/**
	* RESOLUTION (with no `target` also of every probe found later), ALARM_LOW, ALARM_HIGH: into the scratchpad, verified.
	* COPY, RECALL: `value` is ignored. OUT_OF_RANGE; UNSUPPORTED where the part does not do it (family C has 12 bits
	* only, D and E are not copied nor recalled since that would hide their resets); NOT_FOUND when there is no such probe
	* or it is silent; BAD_REPLY when the part does not keep what it is given.
	*/
	set(setting, value, done) {
		if (!this.begin(SET_UP, done)) return;
		this.status = 6;
		this.command = setting > 16 ? setting : 1;
		if (this.command === 1) {
			if (!(value >= (setting ? -55 : 9) && value <= (setting ? 125 : 12)) || value !== Math.floor(value)) this.status = 7;
		} else if (setting !== 72 && setting !== 184) this.status = 13;
		if (this.status === 6) {
			if (setting === 0 && !this.target) this.resolution = value;
			for (const probe of this.probes) {
				if (this.target && this.target !== probe.rom) continue;
				this.status = 0;
				if (this.command === 1 && probe.want && (setting || !probe.rom.startsWith("10"))) {
					const byte = setting ? value & 255 : value - 9 << 5 | 31;
					probe.want = probe.want & 16777215 & ~(255 << setting) | byte << setting;
				}
			}
		}
		if (this.status !== 0) this.phase = ANSWER;
	}
	/** A setting as last verified on the wire: NOT_FOUND when `target` names no verified probe, UNSUPPORTED. */
	get(setting, done) {
		if (!this.begin(ANSWER, done)) return;
		let value = 0;
		if (setting === 236) {
			const alarmed = this.bus.search(236);
			for (let i = 0; i < this.probes.length; i++) if (alarmed.includes(this.probes[i].rom)) value |= 1 << i;
		} else if (setting > 16 && setting !== 180) this.status = 13;
		else {
			this.status = 6;
			for (const probe of this.probes) {
				if (probe.rom !== this.target || !(probe.want & 16777216)) continue;
				this.status = 0;
				if (setting === 180) value = probe.kind & 128 ? 0 : 1;
				else value = setting ? probe.want >> setting << 24 >> 24 : 9 + (probe.want >> 5 & 3);
			}
		}
		this.result = value;
	}
	stop() {
		if (this.phase) this.clock.cancel(this.timer);
		this.phase = 0;
		this.done = void 0;
		this.untilSearch = 0;
	}
	/** @hot */
	begin(phase, done) {
		if (this.phase) {
			this.clock.after(0, done, 5);
			return false;
		}
		this.phase = phase;
		this.done = done;
		this.result = void 0;
		this.status = 0;
		this.index = 0;
		this.attempt = 0;
		this.round = 0;
		this.command = 0;
		this.timer = this.clock.after(0, Ds18b20.step, this);
		return true;
	}
	/** One attempt at one scratchpad. Apart from `step`, whose text would cost more than what is done here. */
	static read(driver) {
		const probes = driver.probes;
		const probe = probes[driver.index];
		if (driver.round < 2 || probe.status === 10) {
			let status = readProbe(driver.bus, probe) & 15;
			if (status !== 0) {
				if (status === 3) driver.errors++;
				if (status === 10) {
					if (!driver.round) driver.round = 1;
				} else if (++driver.attempt < ATTEMPTS) {
					climbed(driver, "retry");
					driver.timer = driver.clock.after(1, Ds18b20.read, driver);
					return;
				} else if (status === 6 && probe.status !== 6) {
					climbed(driver, "search");
					driver.untilSearch = 0;
				}
			} else if (driver.stale) status = 11;
			if (driver.status !== 0) driver.status = status;
			probe.status = status;
			driver.attempt = 0;
		}
		if (++driver.index < probes.length) {
			driver.timer = driver.clock.after(1, Ds18b20.read, driver);
			return;
		}
		driver.index = 0;
		if (driver.round === 1) {
			driver.round = 2;
			driver.phase = SET_UP;
			driver.timer = driver.clock.after(750, Ds18b20.step, driver);
			return;
		}
		const done = driver.done;
		driver.phase = 0;
		driver.done = void 0;
		if (done) done(driver.status, driver.result);
	}
	/** One transaction with one probe, so that nothing else on the node waits longer than that. */
	static step(driver) {
		const probes = driver.probes;
		let probe = probes[driver.index];
		let status = 0;
		let delay = 1;
		if (driver.phase === SEARCH) {
			const broken = findProbes(driver.bus, probes);
			driver.untilSearch = broken ? 0 : 5;
			if (broken > 0) driver.errors += broken;
			if (!broken || ++driver.attempt >= 3) {
				driver.phase = SET_UP;
				driver.attempt = 0;
			}
		} else if (driver.phase === SET_UP) {
			while (probe && probe.want & 16777216) probe = probes[++driver.index];
			if (!probe) {
				driver.index = 0;
				driver.phase = probes.length === 0 ? ANSWER : driver.result ? CONVERT : driver.command > 1 ? MEMORY : ANSWER;
			} else {
				status = setUpProbe(driver.bus, probe, driver.resolution, driver.attempt === 5);
				if (status === 3) driver.errors++;
				if (probe.kind & 128) driver.hold = true;
				if (status === 0) driver.attempt = 0;
				else if (++driver.attempt >= ATTEMPTS) {
					driver.attempt = 0;
					if (driver.command && (!driver.target || driver.target === probe.rom)) driver.status = status;
					if (probe.want) driver.index++;
					else {
						probes.splice(driver.index, 1);
						driver.untilSearch = 0;
					}
				}
			}
		}
		if (driver.phase === CONVERT) {
			const bus = driver.bus;
			let bits = 0;
			bus.reset();
			bus.skip();
			bus.write(68, driver.hold);
			driver.stale = false;
			if (!driver.hold) driver.stale = bus.read(1)[0] !== 0;
			if (!driver.stale || ++driver.attempt >= ATTEMPTS) {
				driver.phase = READ$1;
				driver.attempt = 0;
				for (const each of probes) bits = Math.max(bits, each.want & 16777216 ? each.want >> 5 & 3 : 3);
				if (!driver.stale) delay = Math.ceil(93.75 * (1 << bits));
				driver.timer = driver.clock.after(delay, Ds18b20.read, driver);
				return;
			}
		} else if (driver.phase === MEMORY) delay = driver.memory(probes[driver.index]);
		else if (driver.phase === ANSWER) {
			const done = driver.done;
			driver.phase = 0;
			driver.done = void 0;
			if (done) done(probes.length > 0 || driver.status ? driver.status : 6, driver.result);
			return;
		}
		driver.timer = driver.clock.after(delay, Ds18b20.step, driver);
	}
	/** Steps of COPY (48, wait, then as RECALL) and RECALL (B8, wait, read back); returns how long to wait. */
	memory(probe) {
		const recalling = this.attempt > 0 || this.command === 184;
		if ((!this.target || this.target === probe.rom) && (this.attempt > 1 || probe.want & 16777216)) {
			if ((probe.kind & 127) >= 68) this.status = 13;
			else if (this.attempt < 2) {
				this.bus.reset();
				this.bus.select(probe.rom);
				this.bus.write(recalling ? 184 : 72, this.hold);
				this.attempt = recalling ? 2 : 1;
				return 10;
			} else {
				const wanted = probe.want;
				const reply = readProbe(this.bus, probe);
				if (reply === 3) this.errors++;
				if (reply < 16 && ++this.attempt < 8) return 1;
				if (reply < 16) this.status = reply;
				else if (this.command === 184) probe.want = reply >> 4 | VERIFIED;
				else if ((reply >> 4 | 16777216) !== wanted) this.status = 4;
			}
		}
		this.attempt = 0;
		if (++this.index >= this.probes.length) this.phase = ANSWER;
		return 0;
	}
};
/**
* A request: FF, 01, command, `first` in bytes 3 and 4, 0 in byte 5, `last` in bytes 6 and 7, checksum; both big-endian.
* The place of an argument is part of its meaning, and the checksum, a plain sum, does not notice a wrong one.
* @hot
*/
function encodeRequest(command, first, last) {
	const sum = 1 + command + (first >> 8) + first + (last >> 8) + last;
	return String.fromCharCode(255, 1, command, first >> 8, first & 255, 0, last >> 8, last & 255, -sum & 255);
}
/**
* Looks for a frame in received bytes: an FF, 7 bytes, and the checksum that makes bytes 1 to 8 add up to 0. Returns
* `offset * 4 + verdict`. After STRAY or BROKEN the caller drops one byte behind the offset and scans again, since FF
* also occurs inside data.
* @hot
*/
function scan(bytes, command) {
	let at = bytes.indexOf("ÿ");
	while (at >= 0 && at + 9 <= bytes.length) {
		const replied = bytes.charCodeAt(at + 1);
		if (replied !== 255) {
			if ((replied + bytes.charCodeAt(at + 2) + bytes.charCodeAt(at + 3) + bytes.charCodeAt(at + 4) + bytes.charCodeAt(at + 5) + bytes.charCodeAt(at + 6) + bytes.charCodeAt(at + 7) + bytes.charCodeAt(at + 8) & 255) === 0) return at * 4 + (replied === command ? 1 : 2);
			if (replied === command) return at * 4 + 3;
		}
		at = bytes.indexOf("ÿ", at + 1);
	}
	return (at < 0 ? bytes.length : at) * 4 + 0;
}
const PATIENCE$2 = 3;
/** 425 ppm outdoors - 50 ppm - 5 %: less is not air. */
const LOWEST = 354;
/** The largest range units are known to take. */
const HIGHEST = 2e4;
/** 6 h in ms. */
const STUCK_AFTER = 216e5;
/**
* What the exchange of `command` says about CO2: a status, with the value in `ppm` if OK, or the negated command that
* has to be asked first. `outcome` and `reply` are those of the exchange, `tries` the number of requests left to this
* sample, `preheat` the ms that the sensor needs from power-up.
* @hot
*/
function judge$1(evidence, command, outcome, reply, tries, now, preheat) {
	let unclamped = 0;
	if (command === 134) {
		if (outcome !== 0) {
			if (tries > 1) return -134;
			if (evidence.life > 1 && evidence.life < 4 && now - evidence.from < preheat && outcome !== 2) return 9;
			if (evidence.life !== 4 || outcome !== 3) evidence.life = 1;
			return outcome;
		}
		evidence.last = evidence.ppm;
		evidence.ppm = reply.charCodeAt(2) * 256 + reply.charCodeAt(3);
		const booting = reply.charCodeAt(5) === 1 || reply.charCodeAt(6) === 58 && reply.charCodeAt(7) === 152;
		if (booting || evidence.life <= 1) {
			evidence.life = 2;
			evidence.from = now;
			evidence.top = 0;
			evidence.asks = PATIENCE$2;
			if (booting) return 9;
		} else if (evidence.life === 4 && evidence.ppm !== evidence.last) evidence.from = now;
		if (evidence.top === 0 && tries > 0) return -155;
	} else if (command === 155) {
		if (outcome === 0) evidence.top = reply.charCodeAt(4) * 256 + reply.charCodeAt(5);
		if (outcome === 2 || outcome === 0 && (evidence.top < 500 || evidence.top > HIGHEST)) evidence.top = 1;
	} else if (outcome === 0) {
		unclamped = reply.charCodeAt(4) * 256 + reply.charCodeAt(5);
		evidence.asks = PATIENCE$2;
	} else evidence.asks--;
	const ppm = evidence.ppm;
	const limit = evidence.top > 1 ? evidence.top : 1e4;
	const plateaus = " 0 400 410 500 505 510 1000 1215 2000 5000 15000 .";
	const flat = plateaus.indexOf(` ${ppm} `) >= 0;
	const leapt = ppm - evidence.last > 20 + ppm / 64 && evidence.last > 0 && plateaus.indexOf(` ${evidence.last} `) >= 0;
	if (evidence.life === 4 && !flat && !leapt && ppm >= LOWEST && ppm < limit) return now - evidence.from >= STUCK_AFTER ? 10 : 0;
	const noise = 50 + ppm / 16;
	const jumped = Math.abs(ppm - evidence.last) > noise;
	const clamped = ppm === limit || evidence.top <= 1 && (ppm === 2e3 || ppm === 5e3);
	if ((flat || clamped) && command !== 133 && evidence.asks > 0 && tries > 0 && evidence.life !== 2) return -133;
	const moved = evidence.last > 0 ? Math.abs(unclamped - evidence.last) : 0;
	const near = Math.abs(unclamped - ppm) <= noise && moved <= noise;
	const above = clamped && unclamped > ppm && (moved <= noise || evidence.last === ppm);
	const restarted = leapt || (unclamped > 0 ? !near && !above : flat && !clamped && jumped);
	if (evidence.life !== 4) {
		if (restarted) evidence.life = 2;
		else if (!flat || ppm === evidence.top) evidence.life = 3;
		if (evidence.life === 2 && ppm > 0) evidence.from = now;
		if (now - evidence.from < preheat) return 9;
		evidence.life = 4;
		evidence.from = now;
	}
	if (ppm === 0 || ppm > limit) return 4;
	if (ppm < LOWEST) return 10;
	if (restarted) {
		evidence.life = 2;
		evidence.from = now;
		return 9;
	}
	if (clamped || flat) {
		if (unclamped >= LOWEST && unclamped <= HIGHEST && plateaus.indexOf(` ${unclamped} `) < 0) evidence.ppm = unclamped;
		else if (clamped || plateaus.indexOf(` ${evidence.last} `) >= 0) return 10;
	}
	return now - evidence.from >= STUCK_AFTER ? 10 : 0;
}
// ../next/drivers/mh-z19/mh-z19.ts
const SET_ABC = 121;
const SET_RANGE = 153;
/** `expected` while no reply is. */
const NOTHING = -1;
/** `purpose` of an exchange, if not the command of a `get` or `set`. */
const SAMPLE$1 = 0;
const START = 1;
/** MH-Z19B 1.5, "communication protocol", allows 400-500 ms. */
const REPLY_TIMEOUT = 500;
var MhZ19 = class MhZ19 {
	constructor(port, clock) {
		this.name = "mh-z19";
		this.measures = "c";
		this.errors = 0;
		this.strays = 0;
		this.preheat = 18e4;
		this.abc = -1;
		this.port = port;
		this.clock = clock;
		this.buffer = "";
		this.timer = void 0;
		this.done = void 0;
		this.expected = NOTHING;
		this.purpose = SAMPLE$1;
		this.tries = 0;
		this.outcome = 0;
		this.evidence = {
			life: 0,
			from: 0,
			ppm: 0,
			last: 0,
			top: 0,
			asks: 0
		};
	}
	start(done) {
		this.stop();
		this.port.listen(this);
		if (this.evidence.life === 1) {
			climbed(this, "soft_reset");
			this.port.write(encodeRequest(141, 0, 0));
		}
		this.evidence.life = 0;
		this.purpose = START;
		this.done = done;
		this.tries = 4;
		this.ask(134, 0, 0);
	}
	onBytes(chunk) {
		this.buffer += chunk;
		for (;;) {
			const found = scan(this.buffer, this.expected);
			const verdict = found & 3;
			if (found !== 0 && this.outcome === 2) this.outcome = 4;
			this.buffer = this.buffer.slice((found >> 2) + (verdict > 1 ? 1 : 0));
			if (verdict === 1) {
				this.outcome = 0;
				MhZ19.conclude(this);
				return;
			}
			if (verdict === 0) return;
			if (verdict === 3) {
				this.errors++;
				climbed(this, "resynchronise");
				this.outcome = 3;
			} else this.strays++;
		}
	}
	/**
	* OK with CO2; WARMING during preheat; SUSPECT for a clamped, stuck or impossibly low value; BAD_REPLY for 0 (check
	* the supply), for more than the range, and where only others talk on the wire; BAD_CHECKSUM, TIMEOUT. At most 2 s.
	*/
	sample(done) {
		if (this.done) {
			this.clock.after(0, done, 5);
			return;
		}
		this.purpose = SAMPLE$1;
		this.done = done;
		this.tries = 4;
		this.ask(134, 0, 0);
	}
	stop() {
		if (this.timer !== void 0) this.clock.cancel(this.timer);
		this.timer = void 0;
		this.done = void 0;
		this.expected = NOTHING;
		this.buffer = "";
	}
	/**
	* `setting` is a constant of mh-z19-settings.ts. OK; OUT_OF_RANGE, UNSUPPORTED, BUSY, or WARMING for a calibration during
	* preheat, when nothing was sent; for ABC and RANGE, which are read back, BAD_REPLY when the part has not taken the
	* value, TIMEOUT or BAD_CHECKSUM when it does not confirm it. The other commands are never confirmed. A range that
	* the part is known to have is not written again.
	*/
	set(setting, value, done) {
		let status = 7;
		let command = setting;
		let first = 0;
		let last = 0;
		if (setting === 125) {
			command = SET_ABC;
			if (value === 0 || value === 1) status = 0;
			if (value === 1) first = 40960;
		} else if (setting === 155) {
			command = SET_RANGE;
			if (" 1000 2000 3000 5000 10000 .".indexOf(` ${value} `) >= 0) status = 0;
			last = value;
		} else if (setting === 136) {
			if (value >= 1e3 && value <= 2e3 && value === Math.floor(value)) status = 0;
			first = value;
		} else if (setting === 135) {
			if (value === 400) status = 0;
		} else status = setting === 141 ? 0 : 13;
		if (status === 0 && this.evidence.life !== 4 && (setting === 135 || setting === 136)) status = 9;
		if (status === 0 && this.done) status = 5;
		if (status !== 0 || setting === 155 && value === this.evidence.top) {
			this.clock.after(0, done, status);
			return;
		}
		if (setting === 125) this.abc = value;
		else this.evidence.life = setting === 141 ? 1 : 0;
		if (setting === 155) this.evidence.top = value;
		this.purpose = command;
		this.done = done;
		this.ask(command, first, last);
		this.expected = NOTHING;
	}
	/** OK and the value; TIMEOUT where the unit does not know the command; BAD_CHECKSUM, BAD_REPLY, BUSY, UNSUPPORTED. */
	get(setting, done) {
		const known = setting === 125 || setting === 155 || setting === 160 || setting === 133 || setting === 132 || setting === 156 || setting === 162 || setting === 163;
		if (this.done || !known) {
			this.clock.after(0, done, known ? 5 : 13);
			return;
		}
		this.purpose = setting;
		this.done = done;
		this.tries = 3;
		this.ask(setting, 0, 0);
	}
	/** @hot */
	ask(command, first, last) {
		this.buffer = "";
		this.expected = command;
		this.outcome = 2;
		this.tries--;
		this.timer = this.clock.after(REPLY_TIMEOUT, MhZ19.conclude, this);
		this.port.write(encodeRequest(command, first, last));
	}
	/** The wait for a reply is over: it has come, or its time has passed. */
	static conclude(driver) {
		const purpose = driver.purpose;
		const reply = driver.buffer;
		if (driver.outcome === 0 && driver.timer !== void 0) driver.clock.cancel(driver.timer);
		driver.timer = void 0;
		if (driver.outcome === 2 && reply) driver.outcome = 3;
		let status = driver.outcome;
		let result;
		if (purpose <= START) {
			const evidence = driver.evidence;
			const life = evidence.life;
			status = judge$1(evidence, driver.expected, status, reply, driver.tries, driver.clock.now(), driver.preheat);
			if (driver.abc >= 0 && evidence.life === 4 && life !== 4) driver.port.write(encodeRequest(SET_ABC, driver.abc * 40960, 0));
			if (status < 0) {
				if (driver.outcome !== 0) climbed(driver, "retry");
				driver.ask(-status, 0, 0);
				return;
			}
			if (purpose === SAMPLE$1) {
				if (status === 0) result = { co2: evidence.ppm };
			} else if (status === 9 || status === 10) status = 0;
		} else if (driver.expected === NOTHING) {
			if (purpose === SET_ABC || purpose === SET_RANGE) {
				driver.tries = 3;
				driver.ask(purpose === SET_ABC ? 125 : 155, 0, 0);
				return;
			}
			status = 0;
		} else if (status !== 0) {
			if (driver.tries > 0) {
				climbed(driver, "retry");
				driver.ask(driver.expected, 0, 0);
				return;
			}
		} else if (driver.expected === 125) {
			result = reply.charCodeAt(7);
			if (result > 1 || purpose === SET_ABC && result !== driver.abc) status = 4;
		} else if (driver.expected === 155 || driver.expected === 133) {
			result = reply.charCodeAt(4) * 256 + reply.charCodeAt(5);
			if (driver.expected === 155 && (result < 500 || result > 2e4)) status = 4;
			if (purpose === SET_RANGE && result !== driver.evidence.top) status = 4;
		} else if (driver.expected === 160) {
			result = reply.slice(2, 6);
			if (!/^\d+$/.test(result)) status = 4;
		} else result = reply.slice(2, 8);
		if (purpose === SET_RANGE && status !== 0) driver.evidence.top = 0;
		const done = driver.done;
		driver.stop();
		if (done) done(status, result);
	}
};
// ../next/drivers/checksum/sensirion-crc8.ts
/**
* CRC-8 of one 16-bit word as Sensirion's sensors compute it: polynomial 31, initial FF, not reflected, no final XOR
* (SCD30 interface description 1.0, 1.1.3). BEEF gives 92.
*/
function sensirionCrc8(word) {
	let quotient = word ^ 65280;
	quotient ^= quotient >> 3 ^ quotient >> 4 ^ quotient >> 8;
	quotient ^= quotient >> 6 ^ quotient >> 8;
	quotient ^= quotient >> 12;
	return (quotient ^ quotient << 4 ^ quotient << 5) & 255;
}
// ../next/drivers/scd30/scd30-wire.ts
/** Sensirion SCD30 over I2C: what is said. After the interface description 1.0 (May 2020), sections 1.1 to 1.5. */
/** Seconds between measurements, 2-1800, non-volatile. */
const INTERVAL = 17920;
/** Major version in the high byte, minor in the low. */
const FIRMWARE = 53504;
/** 32 characters ending in NULs; in every vendor driver, not in the document. */
const SERIAL = 53299;
/** Back to the state after power-up within 2 s. */
const SOFT_RESET = 54020;
/** The bytes of a command, with its argument word and that word's checksum unless `argument` is NONE. @hot */
function encodeCommand(command, argument) {
	const bytes = [command >> 8, command & 255];
	if (argument !== -1) bytes.push(argument >> 8, argument & 255, sensirionCrc8(argument));
	return bytes;
}
/**
* Checks a reply of words that are each followed by a checksum; one wrong word refuses all (BAD_CHECKSUM). Eighteen
* bytes are a measurement (1.4.5): it goes to `reading`, CO2 in whole ppm, and `bytes` is used up. BAD_REPLY leaves
* `reading` alone: a value that is not finite, or outside the part's physics. SUSPECT leaves out CO2 alone: it is not
* above 0, as after a reset.
* @hot
*/
function decodeReply(bytes, reading) {
	let second = bytes.length > 3 ? 3 : 0;
	for (let i = 0; i < bytes.length; i += 6) {
		let quotient = (bytes[i] << 8 | bytes[i + 1] | bytes[second] << 24 | bytes[second + 1] << 16) ^ 4278255360;
		quotient ^= quotient >> 3 & 536813567 ^ quotient >> 4 & 268374015 ^ quotient >> 8 & 16711935;
		quotient ^= quotient >> 6 & 67044351 ^ quotient >> 8 & 16711935;
		quotient ^= quotient >> 12 & 983055;
		if (((quotient ^ (quotient & 983055) << 4 ^ (quotient & 458759) << 5 ^ bytes[i + 2] ^ bytes[second + 2] << 16) & 16711935) !== 0) return 3;
		second += 6;
	}
	if (bytes.length !== 18) return 0;
	for (let i = 0; i < 18; i += 6) {
		bytes[i + 2] = bytes[i + 1];
		bytes[i + 1] = bytes[i];
	}
	const view = new DataView(bytes.buffer);
	const co2 = Math.round(view.getFloat32(1));
	const temperature = view.getFloat32(7);
	const humidity = view.getFloat32(13);
	if (!(isFinite(co2) && co2 <= 4e4 && temperature >= -40 && temperature <= 125 && humidity >= 0 && humidity <= 100.5)) return 4;
	reading.temperature = temperature;
	reading.humidity = humidity;
	if (co2 <= 0) return 10;
	reading.co2 = co2;
	return 0;
}
// ../next/drivers/scd30/scd30.ts
/**
* Sensirion SCD30 over I2C: when it is said. After the interface description 1.0 (May 2020) and Sensirion's drivers
* 1.1.1 and 2.1.2, whose pauses are taken.
*/
/** Nothing under way, the part measures. */
const IDLE = 0;
/** Not started, or every rung of the ladder failed: the next sample starts it anew. */
const DOWN = 1;
/** A single `get` or `set`. */
const COMMAND = 2;
/** Waiting for data and reading them. */
const MEASURING = 3;
/** Bringing the part to measure; samples are answered at the next opportunity, without a value. */
const STARTING = 4;
const NEW_CYCLE = 1;
const RESTARTED = 2;
const RESET = 3;
const CLEARED = 4;
/** ms between a command's STOP and the next START: more than 3, and 10 in the vendor's driver. */
const PAUSE = 10;
/** ms until the part answers after a soft reset or power-up. */
const BOOT = 2e3;
/** The polls that fill three intervals, four each. */
const POLLS = 12;
/** Readings after a reset whose CO2 is 0 or too low. */
const DISCARDED = 2;
/** ppm of fall from one sample to the next that one more measurement has to confirm: what the part's accuracy allows. */
const FALL = 50;
/** One SCD30. One command at a time, one timer at a time, and no transfer without a pause before it. */
var Scd30 = class Scd30 {
	constructor(bus, clock) {
		this.name = "scd30";
		this.measures = "cth";
		this.errors = 0;
		this.firmware = "";
		this.serial = "";
		this.bus = bus;
		this.clock = clock;
		this.rung = 0;
		this.command = 0;
		this.argument = -1;
		this.wanted = -1;
		this.tries = 0;
		this.left = 0;
		this.discard = 0;
		this.last = 0;
		this.interval = 2;
		this.pressure = 0;
		this.state = DOWN;
		this.status = 9;
	}
	/**
	* Soft reset, firmware version as first contact, serial number, the interval written only if another is stored,
	* continuous measurement. The two readings to be discarded are then taken in the background. Whatever was under way
	* is given up: a command ends as BUSY, a sample as WARMING, or as what it failed with before.
	*/
	start(done) {
		if (this.timer) this.clock.cancel(this.timer);
		if (this.done) this.clock.after(0, this.done, 5);
		this.done = done;
		this.rung = RESET;
		this.begin(STARTING, SOFT_RESET, -1, 0);
	}
	/** Takes some 30 ms when a measurement waits, and an interval or two when not. */
	sample(done) {
		if (this.sampled) {
			this.clock.after(0, done, 5);
			return;
		}
		this.sampled = done;
		if (this.state === IDLE) this.begin(MEASURING, 514, -1, 0);
		else if (this.state === DOWN) this.climb(CLEARED);
	}
	/** The part itself goes on measuring; `set(STOP, 0, done)` ends that. */
	stop() {
		if (this.timer) this.clock.cancel(this.timer);
		this.done = void 0;
		this.sampled = void 0;
		this.timer = void 0;
		this.state = DOWN;
	}
	/**
	* Reads INTERVAL, SELF_CALIBRATION, FORCED_RECALIBRATION, TEMPERATURE_OFFSET, ALTITUDE, FIRMWARE or DATA_READY in
	* the part's own units. UNSUPPORTED for others, BUSY unless the driver is idle.
	*/
	get(setting, done) {
		const status = [
			17920,
			21254,
			20996,
			21507,
			20738,
			53504,
			514
		].indexOf(setting) < 0 ? 13 : this.state === IDLE ? 0 : 5;
		if (status !== 0) {
			this.clock.after(0, done, status);
			return;
		}
		this.done = done;
		this.wanted = -1;
		this.begin(COMMAND, setting, -1, 0);
	}
	/**
	* Changes PRESSURE, INTERVAL, SELF_CALIBRATION, FORCED_RECALIBRATION, TEMPERATURE_OFFSET or ALTITUDE, or carries out
	* STOP or SOFT_RESET with value 0. A non-volatile setting is read first, written only if it differs, and read back;
	* BAD_REPLY when the part did not take it. Nothing is sent when refused: OUT_OF_RANGE, UNSUPPORTED, BUSY unless idle.
	*/
	set(setting, value, done) {
		const most = setting === 16 ? 1400 : setting === 17920 ? 1800 : setting === 21254 ? 1 : setting === 20996 ? 2e3 : setting === 21507 ? 32767 : setting === 20738 ? 65535 : setting === 260 || setting === 54020 ? 0 : -1;
		const status = most < 0 ? 13 : !(value >= (setting === 16 && value !== 0 ? 700 : setting === 17920 ? 2 : setting === 20996 ? 400 : 0) && value <= most) || value % 1 !== 0 ? 7 : this.state !== IDLE ? 5 : 0;
		if (status !== 0) this.clock.after(0, done, status);
		else if (setting === 54020) this.start(done);
		else {
			if (setting === 16) this.pressure = value;
			if (setting === 17920) this.interval = value;
			const blind = setting === 16 || setting === 20996;
			this.done = done;
			this.wanted = blind || setting === 260 ? -1 : value;
			this.begin(COMMAND, setting, blind ? value : -1, 0);
		}
	}
	/** @hot */
	begin(state, command, argument, delay) {
		this.state = state;
		this.command = command;
		this.argument = argument;
		this.tries = 0;
		this.left = POLLS;
		this.timer = this.clock.after(delay, Scd30.send, this);
	}
	static send(self) {
		self.timer = void 0;
		const status = self.bus.write(97, encodeCommand(self.command, self.argument));
		if (status !== 0) self.proceed(status, 0, void 0);
		else {
			self.timer = self.clock.after(self.command === 54020 ? BOOT : PAUSE, Scd30.receive, self);
			if (self.state === STARTING) self.answer(self.status, void 0);
		}
	}
	/** The pause after a command is over: reads the reply, if there is one. */
	static receive(self) {
		self.timer = void 0;
		const command = self.command;
		if (self.argument !== -1 || command === 54020 || command === 260) {
			self.proceed(0, 0, void 0);
			return;
		}
		const bytes = new Uint8Array(command === 768 ? 18 : command === 53299 ? 48 : 3);
		const reading = {};
		let status = self.bus.read(97, bytes);
		if (status === 0) status = decodeReply(bytes, reading);
		const value = bytes[0] << 8 | bytes[1];
		if (self.state !== MEASURING || status !== 0 && status !== 10) self.proceed(status, value, bytes);
		else if (command === 514) {
			if (value === 1) self.begin(MEASURING, 768, -1, 0);
			else if (--self.left > 0) {
				self.tries = 0;
				self.timer = self.clock.after(self.interval * 250, Scd30.send, self);
			} else self.proceed(11, 0, void 0);
		} else {
			self.rung = 0;
			self.status = 9;
			self.state = IDLE;
			if (self.discard > 0) {
				status = 9;
				if (--self.discard > 0) self.begin(MEASURING, 514, -1, self.interval * 250);
			} else if (status === 10) {
				if (--self.discard === -5) {
					self.status = 10;
					self.climb(RESET);
				}
			} else if (self.discard < 0) {
				self.discard = 0;
				status = 9;
			} else if (reading.co2 < self.last - FALL) {
				self.last = 0;
				self.begin(MEASURING, 514, -1, self.interval * 250);
				return;
			}
			if (status === 9) delete reading.co2;
			self.last = reading.co2 || 0;
			self.answer(status, reading);
		}
	}
	/** All but the good course of a measurement: failures and the ladder, settings, the steps of a start. */
	proceed(status, value, bytes) {
		const command = this.command;
		const done = this.done;
		if (status === 3) this.errors++;
		if (status !== 0 && ++this.tries < (command === 768 || command === 54020 ? 2 : 3)) {
			climbed(this, "retry");
			this.timer = this.clock.after(command === 54020 ? BOOT : PAUSE, Scd30.send, this);
			return;
		}
		if (status === 0 && this.wanted !== -1) {
			if (this.argument !== -1 || value !== this.wanted && --this.left >= 10) {
				this.argument = this.argument === -1 ? this.wanted : -1;
				this.tries = 0;
				this.timer = this.clock.after(PAUSE, Scd30.send, this);
				return;
			}
			if (value !== this.wanted) status = 4;
		}
		this.wanted = -1;
		if (this.state === COMMAND) {
			this.state = IDLE;
			this.done = void 0;
			if (this.sampled) this.begin(MEASURING, 514, -1, 0);
			if (done) done(status, value);
		} else if (command === 53299) {
			this.serial = "";
			for (let i = 0; bytes && status === 0 && i < 48; i++) if (i % 3 < 2 && bytes[i] > 32 && bytes[i] < 127) this.serial += String.fromCharCode(bytes[i]);
			this.wanted = this.interval;
			this.begin(STARTING, INTERVAL, -1, 0);
		} else if (status !== 0) {
			const rung = this.rung === 0 && status === 11 ? RESTARTED : this.rung + 1;
			this.status = status;
			if (rung === CLEARED) this.answer(status, void 0);
			if (rung <= CLEARED) this.climb(rung);
			else {
				this.state = DOWN;
				this.done = void 0;
				if (done) done(status);
				this.answer(status, void 0);
			}
		} else if (command === 54020) {
			this.discard = DISCARDED;
			this.begin(STARTING, FIRMWARE, -1, 0);
		} else if (command === 53504) {
			this.firmware = (value >> 8) + "." + (value & 255);
			this.begin(STARTING, SERIAL, -1, 0);
		} else if (command === 16) {
			this.begin(MEASURING, 514, -1, this.interval * 250);
			this.done = void 0;
			if (done) done(0);
		} else this.begin(STARTING, 16, this.pressure, 0);
	}
	/** The ladder: what each rung is called, and the command that begins it. */
	climb(rung) {
		const ladder = [
			"resynchronise",
			514,
			"restart",
			260,
			"soft_reset",
			SOFT_RESET,
			"bus_clear",
			SOFT_RESET
		];
		const again = rung === NEW_CYCLE;
		this.rung = rung;
		climbed(this, ladder[2 * rung - 2]);
		if (rung === CLEARED) this.bus.clear();
		this.begin(again ? MEASURING : STARTING, ladder[2 * rung - 1], -1, again ? this.interval * 250 : 0);
	}
	/** @hot */
	answer(status, reading) {
		const sampled = this.sampled;
		if (sampled) {
			this.sampled = void 0;
			sampled(status, reading);
		}
	}
};
// ../next/firmware/mqtt/backoff.ts
/** ms before every attempt, in addition to the random part. */
const BASE = 1e3;
/** ms, the longest random part as long as nothing but the broker is missing. */
const SPAN = 45e3;
/** ms, the same where links have been accepted and ended soon, time and again. */
const SOON_ENDED_CAP = 12e4;
/** ms, the same after a refusal that asking again will not cure. */
const REFUSED_CAP = 9e5;
/**
* ms to wait. `attempt` counts those since the last link was accepted, from 0. `failures` counts links running that were
* refused or ended soon; each after the first doubles the span, up to `cap`. `random` is in [0, 1).
*
* Intervals that are drawn evenly, and a first one with the distribution of what remains of such an interval at any moment:
* so the attempts of a fleet come at a constant rate from the first second on, however long the broker is away.
*/
function backoffDelay(attempt, failures, cap, random) {
	const span = Math.min(cap, SPAN * Math.pow(2, Math.max(0, failures - 1)));
	return BASE + span * (attempt > 0 || failures > 1 ? random : 1 - Math.sqrt(random));
}
/** ms to wait after a link, or an attempt at one, that ended for that reason. Counts the attempt that follows. */
function pauseAfter(client, reason, random) {
	if (reason === 262) return BASE + BASE * random;
	const attempt = client.attempt;
	client.attempt++;
	let cap = attempt > 0 ? SPAN : SOON_ENDED_CAP;
	if (reason < 256 && reason !== 3) {
		client.failures++;
		cap = reason <= 5 ? REFUSED_CAP : SOON_ENDED_CAP;
	}
	return backoffDelay(attempt, client.failures, cap, random);
}
// ../next/firmware/mqtt/session-record.ts
/** Added to the id of a message received at QoS 2. It is above every other key of `pending`. */
const HELD = 16777216;
/** The keys of messages of ours are below this, those of subscriptions above. */
const MESSAGES = 9437184;
/** Takes the next packet id for a packet whose answer begins so. */
function reserve(session, answer, now) {
	session.topic = void 0;
	let used = true;
	while (used) {
		session.id = session.id < 65535 ? session.id + 1 : 1;
		used = false;
		for (const key in session.pending) if (+key < 16777216 && (+key & 65535) === session.id) used = true;
	}
	session.pending[answer * 65536 + session.id] = session.sentAt = now;
}
/** Remembers a QoS 2 message until its release; false where there is no room. */
function hold(session, id) {
	let room = 32;
	for (const key in session.pending) if (+key >= 16777216 && +key !== 16777216 + id) room--;
	if (room > 0) session.pending[HELD + id] = Infinity;
	return room > 0;
}
/** What a kept session has sent again waits from now on. */
function waitAnew(session, now) {
	for (const key in session.pending) if (+key < 16777216) session.pending[key] = session.sentAt = now;
}
/** Forgets the subscriptions of a link that is gone, and keeps the messages. */
function keepMessages(session) {
	const pending = session.pending;
	session.pending = {};
	for (const key in pending) if (+key < MESSAGES || +key >= 16777216) session.pending[+key] = pending[key];
}
/** Forgets everything about messages, and tells the owner what was in flight, and which of it was `rejected`. */
function giveBack(session, rejected) {
	const pending = session.pending;
	session.pending = {};
	if (session.kept) session.kept = [];
	for (const key in pending) if (+key < MESSAGES) session.listener.onReturned(+key & 65535, (+key & 65535) === rejected);
}
/** Takes what has been answered out of what a kept session would send again. */
function dropKept(kept, id) {
	for (let i = kept.length - 1; i >= 0; i--) if (kept[i].charCodeAt(0) * 256 + kept[i].charCodeAt(1) === id) kept.splice(i, 1);
}
/** ms on one link that acquit everybody. */
const ACQUITTAL = 6e4;
/** Topics that are blamed at the same time; where there are as many, no other goes before the proof of life either. */
const MOST_BLAMED = 4;
/** Whether a payload of that length is what the entry is about. */
function meant(entry, length) {
	return entry !== void 0 && length * 4 >= (entry >> 2) * 3;
}
/**
* Whether one message at a time may go, for somebody is to blame; `heldBack` says whether this one has to wait for the link
* to prove itself without it. A link that has lasted ends all that.
*/
function oneAtATime(session, topic, length, now) {
	const age = now - session.since;
	const blame = session.blame;
	if (age >= ACQUITTAL) {
		session.blame = void 0;
		session.unclear = 0;
		return false;
	}
	if (blame && age < 2e4) {
		const entry = blame[topic];
		session.heldBack = meant(entry, length) ? (entry & 3) >= 2 : entry === void 0 && Object.keys(blame).length >= MOST_BLAMED;
	}
	return true;
}
/** It was not the message published last. */
function acquit(session) {
	const blame = session.blame;
	if (!blame) return;
	delete blame[session.latest];
	if (Object.keys(blame).length < 1) session.blame = void 0;
}
/** Holds an end against the message published last; true when that was its last chance, for the link had `proved` itself. */
function strike(session, proved) {
	const blame = session.blame || {};
	session.blame = blame;
	const topics = Object.keys(blame);
	const entry = blame[session.latest];
	const length = session.shaped < 0 ? session.size : session.shaped;
	const strikes = meant(entry, length) ? (entry & 3) + 1 : 1;
	if (strikes > 2) session.stored = 0;
	if (strikes > 2 && proved) {
		acquit(session);
		return true;
	}
	if (entry === void 0 && topics.length >= MOST_BLAMED) delete blame[topics[0]];
	blame[session.latest] = length * 4 + Math.min(strikes, 2);
	return false;
}
/** The key of the message that was sent last, 0 for none. */
function latestKey(session) {
	const pending = session.pending;
	let latest = 0;
	for (const key in pending) if (+key < MESSAGES && (!latest || pending[key] > pending[latest])) latest = +key;
	return latest;
}
/** Whether nothing else waits for an answer, and it is the message whose topic is known. */
function isAlone(session, key) {
	let others = 0;
	for (const other in session.pending) if (+other < 16777216 && +other !== key) others++;
	return others < 1 && (key & 65535) === session.id;
}
/** The peer has ended the link. Returns the id of a message that is given up for it, 0 for none. */
function judge(session, now) {
	const key = latestKey(session);
	const alone = key > 0 && isAlone(session, key);
	if (!key || now - session.pending[key] >= 5e3) {
		session.unclear = 0;
		if (alone) acquit(session);
		return 0;
	}
	if (!alone) {
		session.unclear++;
		if (session.unclear > 2) {
			session.unclear = 1;
			session.stored = 0;
		}
		return 0;
	}
	session.unclear = 0;
	if (!strike(session, session.pending[key] - session.since >= 2e4)) return 0;
	if (key < 5242880) return key & 65535;
	session.exact = false;
	return 0;
}
/**
* Reads the fixed header at `at`: eight times the remaining length plus the header's own 2-5 bytes, INCOMPLETE or
* MALFORMED. `connected` says whether the CONNACK has come: before it nothing else may, after it no second one.
*/
function readHeader$1(bytes, at, connected) {
	const first = bytes.charCodeAt(at);
	let length = 0;
	let size = 1;
	let digit = 128;
	while (digit > 127) {
		if (size > 4) return -1;
		if (at + size >= bytes.length) return 0;
		digit = bytes.charCodeAt(at + size);
		length += (digit & 127) << 7 * (size - 1);
		size++;
	}
	let fits = false;
	if (!connected) fits = first === 32 && length === 2;
	else if (first === 64 || first === 80 || first === 112 || first === 176) fits = length === 2;
	else if (first === 98) fits = length === 2;
	else if (first === 208) fits = length === 0;
	else if (first === 144) fits = length > 2 && length < 128;
	else fits = first >= 48 && first < 64 && (first & 14) !== 8 && (first & 6) !== 6 && length > 1;
	return fits ? length * 8 + size : -1;
}
/**
* True for a topic name, or with `wildcards` a filter: 1-65535 bytes of well-formed UTF-8 without NUL, wildcards only
* in filters and only as whole levels, `#` last.
*/
function isTopic(bytes, wildcards) {
	const end = bytes.length;
	if (end < 1 || end > 65535) return false;
	for (let i = 0; i < end; i++) {
		const code = bytes.charCodeAt(i);
		if (code > 127) {
			let more = code < 194 || code > 244 ? 0 : code < 224 ? 1 : code < 240 ? 2 : 3;
			const next = bytes.charCodeAt(i + 1);
			if (more < 1 || code === 224 && next < 160 || code === 237 && next > 159 || code === 240 && next < 144 || code === 244 && next > 143) return false;
			while (more-- > 0) {
				i++;
				if (i >= end || (bytes.charCodeAt(i) & 192) !== 128) return false;
			}
		} else if (code < 1) return false;
		else if (code === 35 || code === 43) {
			if (!wildcards || i > 0 && bytes.charAt(i - 1) !== "/") return false;
			if (i + 1 < end && (code === 35 || bytes.charAt(i + 1) !== "/")) return false;
		}
	}
	return true;
}
// ../next/firmware/mqtt/session-state.ts
/** Moves on when `event` happens; false, and nothing moved, where the table has a dash. */
function moveOn(session, event) {
	const next = "1----230--30---0".charAt(session.state * 4 + event);
	if (next === "-") return false;
	session.state = +next;
	return true;
}
/** Makes `lead` for payloads of another length. @hot */
function shape(session, length) {
	const remaining = length + session.more;
	session.shaped = length;
	if (remaining > 16383) session.topic = void 0;
	else if (remaining > 127) session.lead = session.encode(50, remaining & 127 | 128, remaining >> 7) + session.head;
	else session.lead = session.encode(50, remaining) + session.head;
}
/**
* The long way of `publish`, which also prepares the short one. It is one function, since each more that runs for a message
* takes four variables.
* @hot
*/
function compose(session, topic, payload, qos, retain, now) {
	const pending = session.pending;
	session.heldBack = false;
	session.shaped = -1;
	if (session.topic && session.id >= session.limit) session.id = session.limit - 1;
	if (session.state !== 2 || qos !== 0 && qos !== 1 && qos !== 2) return "";
	if (topic !== session.topic || !topic) {
		if (!(topic.length < 100 && /^[-\w\/]+$/.test(topic)) && !isTopic(topic, false)) return "";
		session.topic = void 0;
	}
	if (qos > 1 && !session.exact) qos = 1;
	const length = 2 + topic.length + (qos ? 2 : 0) + payload.length;
	const name = session.encode(topic.length >> 8, topic.length & 255) + topic;
	const first = 48 | qos << 1 | (retain ? 1 : 0);
	const head = (length > 127 ? session.encode(first, length & 127 | 128, length >> 7) : session.encode(first, length)) + name;
	const blamed = (session.blame || session.unclear) && qos > 0 && oneAtATime(session, topic, payload.length, now);
	let room = session.heldBack ? 0 : blamed ? 1 : session.settings.inFlight || 4;
	if (qos) {
		for (const key in pending) if (+key < MESSAGES) room--;
	}
	if (length > 16383 || room < 1) return "";
	if (!qos) return head + payload;
	const kept = session.kept;
	const short = qos < 2 && !retain && !kept && !blamed;
	session.latest = topic;
	session.size = payload.length;
	reserve(session, qos > 1 ? 80 : short ? 0 : 64, now);
	const id = session.encode(session.id >> 8, session.id & 255);
	if (short) {
		session.topic = topic;
		session.more = topic.length + 4;
		session.head = name + id.charAt(0);
		session.barrier = (session.id | 255) + 1;
		for (const key in pending) {
			const used = +key < 16777216 ? +key & 65535 : 0;
			if (used > session.id && used < session.barrier) session.barrier = used;
		}
		session.limit = Math.min(session.barrier, session.id + room);
	}
	payload = head + id + payload;
	if (kept) kept.push(id + payload);
	return payload;
}
/** [MQTT-4.4.0-1] [MQTT-4.6.0-1] all in its order, with its ids [MQTT-2.3.1-3], and DUP [MQTT-3.3.1-1]. */
function sendAgain(kept) {
	let again = "";
	for (const entry of kept) {
		const head = entry.charCodeAt(2);
		again += String.fromCharCode(head < 64 ? head | 8 : head) + entry.slice(3);
	}
	return again;
}
// ../next/firmware/mqtt/packet-writer.ts
/** The length bytes of a fixed header: 1-4 of them for 0-268435455 (section 2.2.3). */
function remainingLength(length) {
	let bytes = "";
	while (length > 127) {
		bytes += String.fromCharCode(length & 127 | 128);
		length >>= 7;
	}
	return bytes + String.fromCharCode(length);
}
/** A text or binary field: two bytes of length, then the bytes (section 1.5.3). */
function field(bytes) {
	return String.fromCharCode(bytes.length >> 8, bytes.length & 255) + bytes;
}
/** PUBACK, PUBREC, PUBREL or PUBCOMP, by its first byte. */
function answerPacket(first, id) {
	return String.fromCharCode(first, 2, id >> 8, id & 255);
}
/**
* CONNECT with a will of QoS 1, retained: flags 2E with a `clean` session, 2C without; 80 more with a user, C0 with a
* password too.
*/
function connectPacket(settings, clean) {
	let flags = clean ? 46 : 44;
	let body = field(settings.clientId) + field(settings.willTopic) + field(settings.willPayload);
	if (settings.user) {
		flags += 128;
		body += field(settings.user);
		if (settings.password) {
			flags += 64;
			body += field(settings.password);
		}
	}
	const keepAlive = settings.keepAliveSeconds;
	body = "\0MQTT" + String.fromCharCode(4, flags, keepAlive >> 8, keepAlive & 255) + body;
	return String.fromCharCode(16) + remainingLength(body.length) + body;
}
/** SUBSCRIBE, every filter at the same QoS (0-2). */
function subscribePacket(id, filters, qos) {
	let body = String.fromCharCode(id >> 8, id & 255);
	for (const filter of filters) body += field(filter) + String.fromCharCode(qos);
	return String.fromCharCode(130) + remainingLength(body.length) + body;
}
/** UNSUBSCRIBE. */
function unsubscribePacket(id, filters) {
	let body = String.fromCharCode(id >> 8, id & 255);
	for (const filter of filters) body += field(filter);
	return String.fromCharCode(162) + remainingLength(body.length) + body;
}
// ../next/firmware/mqtt/session-end.ts
/**
* Ends the session for that reason, unless it has ended already. Leaving (STOPPED) a connection returns the DISCONNECT
* that keeps the will from being published [MQTT-3.14.4-3]; everything else returns ''. Nothing follows it.
*/
function end$1(session, reason) {
	const connected = session.state === 2;
	if (moveOn(session, 2)) {
		session.reason = reason;
		if (reason === 257 || reason === 265) session.violations++;
		session.topic = void 0;
		session.buffer = "";
	}
	return connected && reason === 262 ? "à\0" : "";
}
/**
* The socket is gone, and with it all that belonged to this link; with a clean session that is everything
* [MQTT-3.1.2-6], and what was in flight returns to the owner.
*/
function closed(session, now) {
	const broken = session.state === 2;
	if (!moveOn(session, 3)) return;
	const rejected = broken ? judge(session, now) : 0;
	session.pingAt = -1;
	session.skip = session.tail = session.drained = session.heardAt = session.filters = session.pings = 0;
	session.topic = void 0;
	session.buffer = "";
	session.proven = false;
	session.reason = 256;
	if (!session.kept || session.stored === 0) giveBack(session, rejected);
	else keepMessages(session);
}
/** The next link clears up at the broker, and what was in flight is the owner's again. Only between two links. */
function discard(session) {
	session.stored = 0;
	giveBack(session, 0);
}
// ../next/firmware/mqtt/packet-handlers.ts
/** One whole packet, its body in `from` ... `to`, whose header has been found good. */
function handle(session, bytes, first, from, to, now) {
	const word = bytes.charCodeAt(from) * 256 + bytes.charCodeAt(from + 1);
	if (first === 32) return onConnack(session, word, now);
	if (first < 64) return onPublish(session, bytes, first, from, to);
	if (first === 208) return onPingresp(session);
	if (word < 1) return end$1(session, 257);
	if (first === 98) return onPubrel(session, word);
	if (first === 64 && word in session.pending) return onPlainPuback(session, word);
	if (!(first * 65536 + word in session.pending)) {
		session.strays++;
		return first === 80 ? answerPacket(98, word) : "";
	}
	if (first === 144) return onSuback(session, word, bytes.slice(from + 2, to));
	delete session.pending[first * 65536 + word];
	return first === 80 ? onPubrec(session, word, now) : onConcluded(session, first, word);
}
function onConnack(session, word, now) {
	if (word > 256 || word > 255 && session.stored === 0) return end$1(session, 257);
	if (word > 0 && word < 256) return end$1(session, word);
	if (!moveOn(session, 1)) return "";
	session.since = now;
	let outcome = 0;
	let again = "";
	const kept = session.kept;
	if (kept) {
		if (session.stored === 0) {
			outcome = 2;
			session.stored = 1;
		} else if (word && session.stored === 2) {
			outcome = 1;
			again = sendAgain(kept);
			waitAnew(session, now);
		} else {
			session.stored = 2;
			giveBack(session, 0);
		}
	}
	session.owner.onAccepted(outcome, again);
	return "";
}
function onPublish(session, bytes, first, from, to) {
	const idAt = from + 2 + bytes.charCodeAt(from) * 256 + bytes.charCodeAt(from + 1);
	const payloadAt = first & 6 ? idAt + 2 : idAt;
	if (payloadAt > to) return end$1(session, 257);
	const id = first & 6 ? bytes.charCodeAt(idAt) * 256 + bytes.charCodeAt(idAt + 1) : -1;
	if (id === 0) return end$1(session, 257);
	const topic = bytes.slice(from + 2, idAt);
	if (!isTopic(topic, false)) return end$1(session, 265);
	const repeated = (first & 4) > 0 && 16777216 + id in session.pending;
	const answered = answer(session, first, id);
	if (!repeated && session.state === 2) session.listener.onMessage(topic, bytes.slice(payloadAt, to), (first & 1) > 0);
	return answered;
}
/** What a PUBLISH with this first byte is answered [MQTT-3.3.4-1] [MQTT-2.3.1-6]; one of QoS 2 is remembered. */
function answer(session, first, id) {
	if (!(first & 4)) return first & 2 ? answerPacket(64, id) : "";
	return hold(session, id) ? answerPacket(80, id) : end$1(session, 263);
}
function onPingresp(session) {
	session.pingAt = -1;
	if (session.pings) {
		session.pings--;
		session.proven = true;
	} else session.strays++;
	return "";
}
/** The PUBACK of a message that went the short way, when it did not come alone. */
function onPlainPuback(session, id) {
	delete session.pending[id];
	session.proven = true;
	if (session.limit < session.barrier) session.limit++;
	session.listener.onAcknowledged(id);
	return "";
}
function onPubrel(session, id) {
	if (16777216 + id in session.pending) delete session.pending[HELD + id];
	else session.strays++;
	return answerPacket(112, id);
}
function onPubrec(session, id, now) {
	session.proven = true;
	session.pending[7340032 + id] = now;
	const release = answerPacket(98, id);
	if (session.kept) {
		dropKept(session.kept, id);
		session.kept.push(release.slice(2) + release);
	}
	return release;
}
/** PUBACK or PUBCOMP: the broker has the message. UNSUBACK: it has dropped the filters. */
function onConcluded(session, first, id) {
	if (first !== 176) {
		session.proven = true;
		if (id === session.id) acquit(session);
		if (session.kept) dropKept(session.kept, id);
	}
	session.listener.onAcknowledged(id);
	return "";
}
function onSuback(session, id, granted) {
	if (granted.length !== session.filters) return end$1(session, 257);
	for (const code of granted) if (code > "" && code !== "") return end$1(session, 257);
	delete session.pending[9437184 + id];
	session.filters = 0;
	session.listener.onSubscribed(id, granted);
	return "";
}
/** What the socket delivered, cut anywhere; the answers. */
function readStream(session, chunk, now) {
	let answers = "";
	let at = 0;
	if (unfinished(session)) session.heardAt = now;
	while (at < chunk.length && listens(session)) if (session.skip) {
		at = drain(session, chunk, at);
		if (!session.skip && listens(session)) answers += answer(session, session.drained >> 16, session.drained & 65535);
	} else if (session.buffer) {
		at = fill(session, chunk, at);
		const packet = session.buffer;
		if (needed(session, packet, 0) === packet.length) {
			session.buffer = "";
			answers += take$1(session, packet, 0, now);
		}
	} else {
		const size = needed(session, chunk, at);
		if (at + size > chunk.length) session.buffer = chunk.slice(at);
		else if (size) answers += take$1(session, chunk, at, now);
		at += size;
	}
	return answered(session, answers, now);
}
/** What is left of the answers at the end of a chunk: nothing where the session has ended meanwhile. */
function answered(session, answers, now) {
	if (!listens(session)) return "";
	if (unfinished(session)) session.heardAt = now;
	if (answers) session.sentAt = now;
	return answers;
}
/** Whether what comes is still read. */
function listens(session) {
	return session.state === 2 || session.state === 1;
}
/** Whether the rest of a packet is to come. */
function unfinished(session) {
	return session.skip > 0 || session.buffer !== "";
}
/** Bytes from `at` on that `take` needs; 0 where the session has ended over them. */
function needed(session, bytes, at) {
	const header = readHeader$1(bytes, at, session.state === 2);
	if (header === 0) return bytes.length - at + 1;
	const length = header >> 3;
	if (header === -1 || length > 1048576) {
		end$1(session, header === -1 ? 257 : 265);
		return 0;
	}
	return (header & 7) + (length > 1200 ? 2 : length);
}
/** Moves into `buffer` what its packet needs; how far `chunk` is used. */
function fill(session, chunk, at) {
	while (at < chunk.length) {
		const more = needed(session, session.buffer, 0) - session.buffer.length;
		if (more < 1) break;
		session.buffer += chunk.slice(at, at + more);
		at = Math.min(at + more, chunk.length);
	}
	return at;
}
/** A packet that is all there, or the beginning of one that is drained; the answer. */
function take$1(session, bytes, at, now) {
	const header = readHeader$1(bytes, at, session.state === 2);
	const from = at + (header & 7);
	const length = header >> 3;
	const first = bytes.charCodeAt(at);
	if (length <= 1200) return handle(session, bytes, first, from, from + length, now);
	session.oversized++;
	session.drained = first * 65536;
	session.skip = length - 2;
	session.tail = first & 6 ? session.skip - bytes.charCodeAt(from) * 256 - bytes.charCodeAt(from + 1) : 0;
	return first & 6 && session.tail < 2 ? end$1(session, 257) : "";
}
/** Throws away what is to be drained, but for the packet id; how far `chunk` is used. */
function drain(session, chunk, at) {
	while (session.skip && at < chunk.length && session.state === 2) {
		const behind = session.tail - session.skip;
		if (behind === 0 || behind === 1) {
			session.drained += chunk.charCodeAt(at) * (behind ? 1 : 256);
			session.skip--;
			at++;
			if (behind && !(session.drained & 65535)) end$1(session, 257);
		} else {
			const gone = Math.min(behind < 0 ? 0 - behind : session.skip, chunk.length - at);
			session.skip -= gone;
			at += gone;
		}
	}
	return at;
}
// ../next/firmware/mqtt/session.ts
const CONNACK_TIMEOUT = 1e4;
const PINGRESP_TIMEOUT = 1e4;
/** ms until a missing acknowledgement ends the link. */
const ACKNOWLEDGEMENT_TIMEOUT = 2e4;
/**
* One client's half of the protocol. Misuse is refused with ''; the peer's fault ends the session, and then `state` is
* ENDED and the socket is to be closed. `end` and `closed` are in session-end.ts.
*/
var Session = class {
	constructor(settings, owner, listener) {
		this.shaped = -1;
		this.topic = void 0;
		this.id = 0;
		this.limit = 0;
		this.pending = {};
		this.sentAt = 0;
		this.lead = "";
		this.encode = String.fromCharCode;
		this.head = "";
		this.more = 0;
		this.state = 0;
		this.buffer = this.latest = "";
		this.skip = this.tail = this.drained = this.heardAt = this.barrier = this.filters = this.size = this.pings = 0;
		this.since = this.violations = this.strays = this.oversized = this.unclear = 0;
		this.pingAt = -1;
		this.proven = this.heldBack = false;
		this.exact = true;
		this.reason = 256;
		this.blame = void 0;
		this.stored = 0;
		this.settings = settings;
		this.owner = owner;
		this.listener = listener;
		if (settings.cleanSession === false) this.kept = [];
	}
	/**
	* The PUBLISH; '' refuses it: not connected, a bad topic, too long, a QoS above 2, too many in flight, or, as `heldBack`
	* says, blamed. The first link of a session that is to be kept takes nothing, it only has the broker forget what came
	* before.
	* @hot
	*/
	publish(topic, payload, qos, retain, now) {
		if (payload.length !== this.shaped) shape(this, payload.length);
		if (topic === this.topic && qos === 1 && !retain && ++this.id < this.limit) {
			this.pending[this.id] = this.sentAt = now;
			return this.lead + this.encode(this.id & 255) + payload;
		}
		return compose(this, topic, payload, qos, retain, now);
	}
	/** The socket is open: the CONNECT [MQTT-3.1.0-1], once per link [MQTT-3.1.0-2]. */
	opened(now) {
		if (!moveOn(this, 0)) return "";
		this.since = this.sentAt = now;
		return connectPacket(this.settings, this.stored === 0);
	}
	/** One SUBSCRIBE at a time; '' refuses it: not connected, one is in flight, no filter, a bad one, or a QoS above 2. */
	subscribe(filters, qos, now) {
		if (this.state !== 2 || this.filters > 0 || filters.length < 1 || qos !== 0 && qos !== 1 && qos !== 2) return "";
		for (const filter of filters) if (!isTopic(filter, true)) return "";
		this.filters = filters.length;
		reserve(this, 144, now);
		return subscribePacket(this.id, filters, qos);
	}
	/** '' refuses it: not connected, no filter, or a bad one. `onAcknowledged` follows. */
	unsubscribe(filters, now) {
		if (this.state !== 2 || filters.length < 1) return "";
		for (const filter of filters) if (!isTopic(filter, true)) return "";
		reserve(this, 176, now);
		return unsubscribePacket(this.id, filters);
	}
	/** What the socket delivered, cut anywhere; the answers. @hot */
	received(chunk, now) {
		if (chunk.length !== 4 || !chunk.startsWith("@") || this.buffer || this.skip || this.state !== 2) return readStream(this, chunk, now);
		const id = chunk.charCodeAt(2) * 256 + chunk.charCodeAt(3);
		if (id in this.pending) {
			delete this.pending[id];
			this.proven = true;
			if (this.limit < this.barrier) this.limit++;
			this.listener.onAcknowledged(id);
			return "";
		}
		return handle(this, chunk, 64, 2, 4, now);
	}
	/** Time has passed: the PINGREQ that is due, or the end of the session when an answer is overdue. @hot */
	elapsed(now) {
		if (this.state === 1 && now - this.since >= CONNACK_TIMEOUT) end$1(this, 258);
		if (this.state !== 2) return "";
		for (const key in this.pending) if (now - Math.max(this.pending[key], this.heardAt) >= 2e4) return end$1(this, 259);
		if (this.pingAt >= 0 && now - Math.max(this.pingAt, this.heardAt) >= PINGRESP_TIMEOUT) return end$1(this, 260);
		if (this.pingAt >= 0 && !this.skip || now - this.sentAt < this.settings.keepAliveSeconds * 750) return "";
		if (this.pingAt < 0) this.pingAt = now;
		this.pings++;
		this.sentAt = now;
		return "À\0";
	}
	/** When `elapsed` is to be called at the latest; Infinity when there is nothing to wait for. @hot */
	nextWake() {
		if (this.state === 1) return this.since + CONNACK_TIMEOUT;
		if (this.state !== 2) return Infinity;
		let due = this.pingAt < 0 || this.skip ? this.sentAt + this.settings.keepAliveSeconds * 750 : Infinity;
		if (this.pingAt >= 0) due = Math.min(due, Math.max(this.pingAt, this.heardAt) + PINGRESP_TIMEOUT);
		for (const key in this.pending) due = Math.min(due, Math.max(this.pending[key], this.heardAt) + ACKNOWLEDGEMENT_TIMEOUT);
		return due;
	}
};
/** ms a socket may take to open once `connect` has returned. */
const OPEN_TIMEOUT = 3e4;
/** ms a link must have lasted, with an answer, not to count as one that ended soon; and for short links to be forgotten. */
const SOON = 3e4;
const STABLE = 6e4;
/** ms after CONNACK in which another client with our id throws us off. */
const SHORT = 5e3;
/** ms of lateness that betray a stall, and ms given to the socket to deliver what came meanwhile. */
const LATE = 1e3;
const GRACE = 250;
/** ms in which a socket that was told to close says that it has. */
const CLOSING = 5e3;
/** An MQTT 3.1.1 client. */
var Client = class Client {
	/** `random` is in [0, 1), and must differ from node to node. */
	constructor(network, clock, random, settings, listener) {
		this.session = new Session(settings, this, listener);
		this.clock = clock;
		this.socket = void 0;
		this.network = network;
		this.random = random;
		this.settings = settings;
		this.listener = listener;
		this.running = this.connected = this.closing = this.discard = false;
		this.due = Infinity;
		this.attempt = this.failures = this.linked = this.reconnects = this.shortLinks = 0;
		this.timer = void 0;
	}
	/**
	* The packet id for QoS 1 and 2, of which `onAcknowledged` or `onReturned` tells the end; 0 for QoS 0 handed to the
	* socket; HELD_BACK; NOT_TAKEN when not connected, a bad topic, more than 16 KB, a QoS above 2, or as many messages
	* unacknowledged as the settings allow. Strings hold UTF-8 bytes.
	* @hot
	*/
	publish(topic, payload, qos, retain) {
		payload = this.session.publish(topic, payload, qos, retain, this.clock.now());
		return payload && this.socket.write(payload) ? qos && this.session.id : this.refused(payload, qos);
	}
	/** What the socket did not take is in flight all the same: it returns, or goes again. @cold */
	refused(packet, qos) {
		this.settle("", packet);
		return packet && qos ? this.session.id : this.session.heldBack ? -2 : -1;
	}
	/** Connects, and reconnects for ever. @cold */
	start() {
		if (this.running) return;
		this.running = true;
		this.wait(this.socket ? CLOSING : 0);
	}
	/** DISCONNECT and close; no reconnection. Safe twice. `onDisconnected` follows when the socket is gone. @cold */
	stop() {
		this.running = false;
		if (this.timer !== void 0) this.clock.cancel(this.timer);
		this.timer = void 0;
		this.due = Infinity;
		if (this.socket) {
			this.settle(end$1(this.session, 262), "");
			this.shut(this.socket);
		}
	}
	/** The packet id, or -1: not connected, a bad filter, or a subscription still unanswered. */
	subscribe(filters, qos) {
		const bytes = this.session.subscribe(filters, qos, this.clock.now());
		if (bytes === "") return -1;
		const id = this.session.id;
		this.settle(bytes, "");
		return id;
	}
	/** As `subscribe`; `onAcknowledged` follows. */
	unsubscribe(filters) {
		const bytes = this.session.unsubscribe(filters, this.clock.now());
		if (bytes === "") return -1;
		const id = this.session.id;
		this.settle(bytes, "");
		return id;
	}
	onOpen() {
		if (this.socket && this.closing) this.socket.close();
		if (!this.running || this.closing) return;
		if (this.discard) discard(this.session);
		this.discard = false;
		this.settle(this.session.opened(this.clock.now()), "");
		this.wait(0);
	}
	onBytes(chunk) {
		const bytes = this.session.received(chunk, this.clock.now());
		if (bytes || this.session.state === 3) this.settle(bytes, "");
	}
	onClose() {
		const session = this.session;
		if (!this.socket) return;
		const began = session.state !== 0;
		const reason = session.reason;
		const now = this.clock.now();
		const lasted = now - session.since;
		if (session.proven && lasted >= SOON) this.failures = 0;
		if (session.state === 2 && lasted <= SHORT) this.shortLinks++;
		closed(session, now);
		this.connected = this.closing = false;
		this.socket = void 0;
		if (this.running) this.wait(pauseAfter(this, reason, this.random()));
		if (began || this.running) this.listener.onDisconnected(began ? reason : 264);
	}
	onAccepted(outcome, again) {
		if (outcome === 2) {
			this.settle(end$1(this.session, 262), "");
			return;
		}
		this.attempt = 0;
		this.failures++;
		this.settle(again, "");
		if (this.session.state === 3) return;
		this.connected = true;
		this.reconnects += this.linked;
		this.linked = 1;
		this.wait(0);
		this.listener.onConnected(outcome === 1);
	}
	/**
	* Sends what the session answered, and closes the socket of a session that has ended. `unsent` is what the socket has
	* refused already.
	* @hot
	*/
	settle(bytes, unsent) {
		const socket = this.socket;
		if (socket) {
			if (unsent || bytes && !socket.write(bytes)) end$1(this.session, 261);
			if (this.session.state === 3) {
				this.connected = false;
				this.shut(socket);
			}
		}
	}
	shut(socket) {
		if (this.closing) return;
		this.closing = true;
		socket.close();
		if (this.running) this.wait(CLOSING);
	}
	/** Replaces the one timer. @hot */
	wait(delay) {
		if (this.timer !== void 0) this.clock.cancel(this.timer);
		this.timer = this.clock.after(delay, Client.woken, this);
		this.due = this.clock.now() + delay;
	}
	/** The task of the timer; nothing before it is due. */
	static woken(client) {
		const now = client.clock.now();
		if (now + 1 < client.due) return;
		client.timer = void 0;
		if (!client.socket) {
			client.socket = client.network.connect(client.settings.host, client.settings.port, client);
			client.wait(OPEN_TIMEOUT);
		} else if (now > client.due + LATE) client.wait(GRACE);
		else if (client.closing) client.onClose();
		else if (client.session.state === 0) client.shut(client.socket);
		else {
			client.settle(client.session.elapsed(now), "");
			if (client.session.proven && now - client.session.since >= STABLE) client.shortLinks = 0;
			if (client.closing) return;
			const most = Math.min(ACKNOWLEDGEMENT_TIMEOUT, client.settings.keepAliveSeconds * 750);
			client.wait(Math.max(1, Math.min(most, client.session.nextWake() - now)));
		}
	}
};
// ../next/firmware/station/sntp-reply.ts
/** Bytes of a packet without the optional fields. */
const PACKET = 48;
/** Seconds of root delay and root dispersion from which a server is none: NTP's own limit, MAXDISP of RFC 5905. */
const INFINITE = 16;
/** Seconds from 1900 to 1970, and the span of a 32-bit timestamp, whose first bit is set from 1968 to 2036 (section 3). */
const EPOCH = 2208988800;
const ERA = 4294967296;
/**
* It is from whom we asked, as far as the platform tells: that port, and that address where the settings have an address and not
* a name. Version 4 and mode 4, a server's. It has seen our request, `nonce`.
*/
function isReply(bytes, nonce, from, settings) {
	if (from) {
		if (from.port !== settings.port) return false;
		if (+settings.server.split(".").join("") >= 0 && from.address !== settings.server) return false;
	}
	return bytes.length >= PACKET && (bytes.charCodeAt(0) & 63) === 36 && bytes.slice(24, 32) === nonce;
}
/** Stratum 0 is a kiss-o'-death, section 8: whatever its code, the server wants fewer requests. */
function isKiss(reply) {
	return reply.charCodeAt(1) === 0;
}
/**
* The date that a reply tells, in ms since 1970; 0 where it is not to be believed: the server's own clock is not set (leap
* indicator 3, stratum, root delay or dispersion beyond the possible), it tells none (transmit timestamp 0), or one before this firmware was.
*/
function replyDate(reply) {
	if (reply.charCodeAt(0) > 191 || reply.charCodeAt(1) > 15) return 0;
	for (let i = 4; i < 12; i += 4) if (reply.charCodeAt(i) > 0 || reply.charCodeAt(i + 1) >= INFINITE) return 0;
	if (reply.slice(40, 48) === "\0".repeat(8)) return 0;
	let seconds = 0;
	for (let i = 40; i < 44; i++) seconds = seconds * 256 + reply.charCodeAt(i);
	const date = (seconds - EPOCH + (seconds * 2 < ERA ? ERA : 0) + reply.charCodeAt(44) / 256 + reply.charCodeAt(45) / 65536) * 1e3;
	return date < 17672256e5 ? 0 : date;
}
// ../next/firmware/station/sntp.ts
/** ms for which an answer is waited for; half the way there and back is the error of the date. */
const WAIT = 2e3;
/** ms until the second request (RFC 4330, section 10: never less than 15 s), and the longest that doubling it makes. */
const SHORTEST$1 = 16e3;
const LONGEST$1 = 4096e3;
/** ms from one success to the next request: a crystal of 40 ppm loses 0.9 s in that time. */
const REFRESH = 216e5;
/** Bytes of a request in front of its transmit timestamp. */
const EMPTY = 39;
/** ms of the longest wait after kisses in series: two days. */
const MOST_KISSED = 8 * REFRESH;
var Sntp = class Sntp {
	constructor(send, clock, wallClock, random, settings) {
		this.send = send;
		this.clock = clock;
		this.wallClock = wallClock;
		this.random = random;
		this.settings = settings;
		this.delay = SHORTEST$1;
		this.nonce = "";
		this.sent = 0;
		this.due = Infinity;
	}
	/** Asks now; also revives what has lost its timer. */
	start() {
		this.due = 0;
		Sntp.tick(this);
	}
	/** The next attempt is due, or the answer is overdue. */
	static tick(sntp) {
		const waited = sntp.socket;
		if (sntp.clock.now() + 1 < sntp.due) return;
		sntp.timer = void 0;
		sntp.stop();
		if (!waited) {
			let nonce = "";
			while (nonce.length < 8) nonce += String.fromCharCode(Math.floor(sntp.random() * 256));
			sntp.nonce = nonce;
			sntp.socket = sntp.send(sntp.settings.server, sntp.settings.port, "#" + "\0".repeat(EMPTY) + nonce, (bytes, from) => {
				sntp.heard(bytes, from);
			});
			sntp.sent = sntp.clock.now();
		}
		const asked = sntp.socket !== void 0;
		sntp.wait(asked ? WAIT : sntp.delay);
		if (!asked && sntp.delay < LONGEST$1) sntp.delay = Math.min(sntp.delay * 2, LONGEST$1);
	}
	wait(delay) {
		this.timer = this.clock.after(delay, Sntp.tick, this);
		this.due = this.clock.now() + delay;
	}
	/** No further requests. Safe twice. */
	stop() {
		const socket = this.socket;
		this.due = Infinity;
		this.clock.cancel(this.timer);
		this.timer = void 0;
		this.socket = void 0;
		if (socket) socket.close();
	}
	heard(bytes, from) {
		const elapsed = this.clock.now() - this.sent;
		if (!this.socket || elapsed > WAIT || !isReply(bytes, this.nonce, from, this.settings)) return;
		const kissed = isKiss(bytes);
		const date = kissed ? 0 : replyDate(bytes);
		if (!kissed && !date) return;
		if (date) this.wallClock.set(Math.floor(date + elapsed / 2));
		this.delay = kissed ? Math.min(Math.max(2 * this.delay, REFRESH), MOST_KISSED) : SHORTEST$1;
		this.stop();
		this.wait(kissed ? this.delay : REFRESH);
	}
};
// ../next/firmware/station/announcements.ts
/**
* How messages of that kind are published. `name` is the sensor's, or the verb.
*
* One row for each bit, in their order: topic, QoS, `r` for retained, `b` for what may be banned. A text, because a table of objects would
* take a hundred variables.
*/
function announcement(kind, name) {
	const rows = "status 1 r -|status 1 r b|sensor/+/status 1 r b|info 1 r b|state 1 - -|reply/+ 1 - -|health 0 - -|log/info 1 - -|history 1 - -|sensor/+/status 1 r -";
	let bit = 0;
	while (kind >> bit > 1) bit++;
	const cells = rows.split("|")[bit].split(" ");
	return {
		topic: cells[0].replace("+", name),
		qos: cells[1] === "1" ? 1 : 0,
		retained: cells[2] === "r",
		banned: cells[3] === "b"
	};
}
/** In the first byte: the node has a bus for probes, the clock was known, and how many probes there are. */
const BUS = 128;
/** Two bytes are a value and this, or one of the words from NO_VALUE on; or what is not measured at all. */
const OFFSET = 1e4;
const NO_VALUE = 65e3;
const UNMEASURED = 65535;
/** The number in `count` bytes from `start`, the most significant first. @hot */
function bigEndian(bytes, start, count) {
	let value = 0;
	for (let i = 0; i < count; i++) value = value * 256 + bytes[start + i];
	return value;
}
/** Writes `value` so that `bigEndian` reads it. */
function putBigEndian(bytes, start, count, value) {
	let rest = value;
	for (let i = start + count - 1; i >= start; i--) {
		bytes[i] = rest % 256;
		rest = Math.floor(rest / 256);
	}
}
/** The record of a `state` message; `dated` if the date of uptime 0 was known. */
function sampleRecord(state, dated) {
	const sample = JSON.parse(state);
	const quality = sample.quality;
	const probes = sample.probes;
	const names = probes ? Object.keys(probes) : [];
	const count = Math.min(names.length, 30);
	const record = new Uint8Array(15 + 2 * count);
	record[0] = (probes ? BUS : 0) + (dated ? 64 : 0) + count;
	putBigEndian(record, 1, 3, sample.seq % 16777216);
	putBigEndian(record, 4, 5, sample.uptime);
	for (let i = 0; i < 3 + count; i++) {
		const name = i === 0 ? "co2" : i === 1 ? "temperature" : i === 2 ? "humidity" : names[i - 3];
		const value = i < 3 ? sample[name] : probes && probes[name];
		const word = quality[name];
		let code = UNMEASURED;
		if (word !== void 0) code = NO_VALUE + (word === "warming" ? 0 : word === "stale" ? 1 : word === "suspect" ? 2 : 3);
		if (typeof value === "number") {
			const scaled = Math.floor(value * (i === 0 ? 1 : i === 2 ? 10 : 100) + .5) + OFFSET;
			if (scaled >= 0 && scaled < NO_VALUE) code = scaled;
		}
		putBigEndian(record, 9 + 2 * i, 2, code);
	}
	return record;
}
/**
* The `state` message of the record at `start`, the same to the byte as the one it was made from. `head` is its beginning up
* to the sequence number, `sequence` a number of the same start that is not 2^23 away, `probes` their names, each of 16
* characters, `zero` the date of uptime 0 in ms, or 0.
*/
function stateMessage(head, bytes, start, sequence, probes, zero) {
	const flags = bytes[start];
	const count = 3 + (flags & 31);
	const uptime = bigEndian(bytes, start + 4, 5);
	const ahead = bigEndian(bytes, start + 1, 3) - sequence & 16777215;
	let text = head + (sequence + (ahead < 8388608 ? ahead : ahead - 16777216)) + ",\"time\":";
	text += zero > 0 ? "\"" + new Date(zero + uptime).toISOString() + "\"" : "null";
	text += ",\"uptime\":" + uptime;
	let temperatures = "";
	let qualities = "";
	for (let i = 0; i < count; i++) {
		const code = bytes[start + 9 + 2 * i] * 256 + bytes[start + 10 + 2 * i];
		if (code === UNMEASURED) continue;
		const name = i === 0 ? "co2" : i === 1 ? "temperature" : i === 2 ? "humidity" : probes.substr(16 * (i - 3), 16);
		let value = "null";
		let word = "ok";
		if (code < NO_VALUE) value = ((code - OFFSET) / (i === 0 ? 1 : i === 2 ? 10 : 100)).toFixed(i === 0 ? 0 : i === 2 ? 1 : 2);
		else word = code === NO_VALUE ? "warming" : code === 65001 ? "stale" : code === 65002 ? "suspect" : "fault";
		if (i < 3) text += ",\"" + name + "\":" + value;
		else temperatures += ",\"" + name + "\":" + value;
		qualities += ",\"" + name + "\":\"" + word + "\"";
	}
	if (flags & BUS) text += ",\"probes\":{" + temperatures.slice(1) + "}";
	return text + ",\"quality\":{" + qualities.slice(1) + "}}";
}
// ../next/firmware/station/backlog/segment-header.ts
const PAGE = 4096;
const MAGIC = 1651921713;
/** CRC-32 of all that follows it. */
const CHECKSUM = 4;
/** Words of text. */
const WORDS = 15;
/** Words behind the text, each cleared when another tenth of the segment has arrived. */
const MARKS = 10;
/** Bytes of a slot's checksum, its last ones. */
const CHECK = 3;
/** Bytes of a header with its text; 0 if these, its first TEXT bytes, begin none. @hot */
function headerLength(first) {
	return bigEndian(first, 0, 4) === MAGIC ? 28 + 4 * first[WORDS] : 0;
}
/** Whether a whole header is as it was written. @hot */
function isSound(header, crc32) {
	return crc32(header.subarray(8)) === bigEndian(header, CHECKSUM, 4);
}
/** A header that stands for no further segment, without magic and checksum. */
function newHeader(number, slot, head, probes, zero, sample) {
	const text = head + probes;
	const header = new Uint8Array(28 + 4 * Math.ceil(text.length / 4));
	putBigEndian(header, 8, 4, number);
	header[14] = slot;
	header[WORDS] = (header.length - 28) / 4;
	putBigEndian(header, 16, 2, head.length);
	putBigEndian(header, 18, 6, zero);
	putBigEndian(header, 24, 4, sample);
	for (let i = 0; i < text.length; i++) header[28 + i] = text.charCodeAt(i);
	return header;
}
/** Magic and checksum. */
function sealHeader(header, crc32) {
	putBigEndian(header, 0, 4, MAGIC);
	putBigEndian(header, CHECKSUM, 4, crc32(header.subarray(8)));
}
/** The text: the beginning of a message, and the probes' names behind. */
function headerText(header) {
	let text = "";
	for (let i = 28; i < header.length; i++) text += String.fromCharCode(header[i]);
	return text;
}
/** Slots of a segment. */
function slotsOf(header) {
	return Math.floor((PAGE - header.length - 40) / header[14]);
}
/** Slots for each mark. */
function tenthOf(header) {
	return Math.ceil(slotsOf(header) / MARKS);
}
/** Bytes of a slot for a record of that length. */
function slotLength(record) {
	return record + CHECK + 3 & -4;
}
/** A record as it stands in a slot. */
function slotBytes(record, slot, crc32) {
	const bytes = new Uint8Array(slot);
	bytes.set(record, 0);
	putBigEndian(bytes, slot - CHECK, CHECK, crc32(record) % 16777216);
	return bytes;
}
/** Whether a slot holds a record as it was written. */
function isRecord(slot, crc32) {
	const used = 15 + 2 * (slot[0] & 31);
	return used <= slot.length - CHECK && crc32(slot.subarray(0, used)) % 16777216 === bigEndian(slot, slot.length - CHECK, CHECK);
}
// ../next/firmware/station/backlog/segment-flash.ts
function addressOf(area, page) {
	return area.start + page * PAGE;
}
/** The header of a page with its text; undefined if there is no segment. @hot */
function readHeader(area, page) {
	const pages = area.pages;
	const start = area.start + page * PAGE;
	const length = headerLength(pages.read(28, start));
	if (length === 0) return void 0;
	const header = pages.read(length, start);
	return isSound(header, area.crc32) ? header : void 0;
}
/** Slots of a page's segment that are written. */
function filledSlots(area, page, header) {
	const slots = addressOf(area, page) + header.length + 40;
	let low = 0;
	let high = slotsOf(header);
	while (low < high) {
		const middle = low + high >> 1;
		if (area.pages.read(1, slots + middle * header[14])[0] === 255) high = middle;
		else low = middle + 1;
	}
	return low;
}
/** Writes and looks whether it is there. */
function put(store, bytes, address) {
	const area = store.area;
	if (store.works) area.pages.write(bytes, address);
	if (store.works && area.crc32(area.pages.read(bytes.length, address)) !== area.crc32(bytes)) store.works = false;
	return store.works;
}
/** Writes a header, with its magic and checksum. */
function putHeader(store, header, page) {
	sealHeader(header, store.area.crc32);
	return put(store, header, addressOf(store.area, page));
}
/** From now on there is no segment in this page. */
function retire(store, page) {
	put(store, /* @__PURE__ */ new Uint8Array(4), addressOf(store.area, page));
}
/** An erased page, the one after the last used if it is free. */
function emptyPage(store) {
	const area = store.area;
	let page = (store.lastPage + 1) % area.count;
	while (store.order.indexOf(String.fromCharCode(page)) >= 0) page = (page + 1) % area.count;
	store.lastPage = page;
	if (store.works) area.pages.erasePage(addressOf(area, page));
	return page;
}
// ../next/firmware/station/backlog/segment-scan.ts
/** The page whose segment has the lowest number from `least` on: of two with the same, the one that stands for more; -1 for none. */
function nextPage(area, least) {
	let found = -1;
	let lowest = Infinity;
	let most = 0;
	for (let page = 0; page < area.count; page++) {
		const header = readHeader(area, page);
		if (!header) continue;
		const number = bigEndian(header, 8, 4);
		const covers = bigEndian(header, 12, 2);
		if (number >= least && (number < lowest || number === lowest && covers > most)) {
			found = page;
			lowest = number;
			most = covers;
		}
	}
	return found;
}
/** Slots of the oldest segment that had arrived when it was marked last. */
function arrivedSlots(area, page, header, filled) {
	const marks = area.pages.read(40, addressOf(area, page) + header.length);
	let arrived = 0;
	for (let i = 0; i < 40; i++) if (marks[i] === 0) arrived = Math.min(((i >> 2) + 1) * tenthOf(header), filled);
	return arrived;
}
/** A store with all that is there. `thins`: rather than to drop the oldest segment; `page`: the one begun last; `drops`: where losses are counted. */
function openSegments(area, thins, page, drops) {
	const store = {
		area,
		thins,
		drops,
		works: true,
		count: 0,
		order: "",
		fills: "",
		lastPage: page,
		nextNumber: 0,
		index: 0,
		taken: 0,
		left: 0,
		next: 0,
		slot: 0,
		nameBytes: 0,
		zero: 0
	};
	for (let found = nextPage(area, 0); found >= 0; found = nextPage(area, store.nextNumber)) {
		const header = readHeader(area, found);
		const filled = filledSlots(area, found, header);
		if (!store.order) store.index = arrivedSlots(area, found, header, filled);
		store.order += String.fromCharCode(found);
		store.fills += String.fromCharCode(filled);
		store.count += filled;
		store.lastPage = found;
		store.nextNumber = bigEndian(header, 8, 4) + bigEndian(header, 12, 2) + 1;
	}
	store.count -= store.index;
	for (let each = 0; each < area.count; each++) if (store.order.indexOf(String.fromCharCode(each)) < 0 && readHeader(area, each)) retire(store, each);
	return store;
}
// ../next/firmware/station/backlog/segment-store.ts
/** Takes the oldest segment out, with nothing left in it. */
function finish(store) {
	retire(store, store.order.charCodeAt(0));
	store.order = store.order.slice(1);
	store.fills = store.fills.slice(1);
	store.index = 0;
	if (!store.order) store.left = 0;
}
/** Drops what the oldest segment still holds: for lack of room, or because its header cannot be read. */
function drop(store) {
	const lost = store.fills.charCodeAt(0) - store.index;
	if (readHeader(store.area, store.order.charCodeAt(0))) store.drops.overflow += lost;
	else store.drops.storage += lost;
	store.count -= lost;
	finish(store);
}
// ../next/firmware/station/backlog/segment-thinning.ts
/** Slot, text and date of uptime 0 are alike. */
function areAlike(area, one, other) {
	return area.crc32(one.subarray(14, 24)) === area.crc32(other.subarray(14, 24)) && area.crc32(one.subarray(28)) === area.crc32(other.subarray(28));
}
/** For how many further segments these two stand together. */
function coverOf(first, second) {
	return bigEndian(second, 8, 4) + bigEndian(second, 12, 2) - bigEndian(first, 8, 4);
}
/** Which segment, in `order`, is to be joined with the one after it; -1 where no two have all in common. */
function firstOfPair(area, order) {
	let found = -1;
	let least = Infinity;
	let before;
	for (let i = 0; i < order.length; i++) {
		const header = readHeader(area, order.charCodeAt(i));
		if (header && before && areAlike(area, before, header)) {
			const covered = coverOf(before, header);
			if (covered < least) {
				least = covered;
				found = i - 1;
			}
		}
		before = header;
	}
	return found;
}
/** Copies every other record of the segments `i` and `i + 1` to a page; returns how many are there. */
function copyHalf(store, i, header, target) {
	const area = store.area;
	const slot = header[14];
	const slots = header.length + 40;
	const copy = addressOf(area, target) + slots;
	let kept = 0;
	let seen = 0;
	for (let part = i; part < i + 2; part++) {
		const source = addressOf(area, store.order.charCodeAt(part)) + slots;
		const filled = store.fills.charCodeAt(part);
		for (let from = part === 0 ? store.index : 0; from < filled; from++) {
			if (seen % 2 === 0 && put(store, area.pages.read(slot, source + from * slot), copy + kept * slot)) kept++;
			seen++;
		}
	}
	return kept;
}
/** Makes room for one more segment. Where no two can be joined the oldest is dropped. */
function thin(store) {
	const area = store.area;
	const i = firstOfPair(area, store.order);
	if (i < 0) {
		drop(store);
		return;
	}
	const first = store.order.charCodeAt(i);
	const second = store.order.charCodeAt(i + 1);
	const header = readHeader(area, first);
	const held = store.fills.charCodeAt(i) + store.fills.charCodeAt(i + 1) - (i === 0 ? store.index : 0);
	const target = emptyPage(store);
	const kept = copyHalf(store, i, header, target);
	putBigEndian(header, 12, 2, coverOf(header, readHeader(area, second)));
	if (!putHeader(store, header, target)) return;
	retire(store, first);
	retire(store, second);
	store.order = store.order.slice(0, i) + String.fromCharCode(target) + store.order.slice(i + 2);
	store.fills = store.fills.slice(0, i) + String.fromCharCode(kept) + store.fills.slice(i + 2);
	if (i === 0) store.index = 0;
	store.drops.decimated += held - kept;
	store.count -= held - kept;
}
// ../next/firmware/station/backlog/segments.ts
/** Begins a segment in an empty page. */
function open(store, head, slot, sequence, probes, zero) {
	const count = store.area.count;
	store.left = 0;
	if (store.order.length >= count) drop(store);
	if (store.thins && store.order.length >= count - 1) thin(store);
	const page = emptyPage(store);
	const header = newHeader(store.nextNumber, slot, head, probes, zero, sequence);
	if (!putHeader(store, header, page)) return false;
	store.nextNumber++;
	store.order += String.fromCharCode(page);
	store.fills += "\0";
	store.slot = slot;
	store.nameBytes = probes.length;
	store.zero = zero;
	store.left = slotsOf(header);
	store.next = addressOf(store.area, page) + header.length + 40;
	return true;
}
/** Adds a record, newer than all others. False, and nothing more is written, if the flash fails. */
function append(store, record, head, sequence, probes, zero) {
	if (!store.works) return false;
	const slot = slotLength(record.length);
	if (!(store.left > 0 && slot === store.slot && probes.length === store.nameBytes && (zero <= 0 || zero === store.zero)) && !open(store, head, slot, sequence, probes, zero)) return false;
	if (!put(store, slotBytes(record, slot, store.area.crc32), store.next)) return false;
	store.next += slot;
	store.left--;
	store.count++;
	const last = store.fills.length - 1;
	store.fills = store.fills.slice(0, last) + String.fromCharCode(store.fills.charCodeAt(last) + 1);
	return true;
}
/** Some of the oldest segment's records from `index` on as `take` returns them; those that cannot be read are counted and passed over. */
function messages(store, header, head, zero, most, limit) {
	const area = store.area;
	const length = bigEndian(header, 16, 2);
	const all = headerText(header);
	const own = all.slice(0, length);
	const probes = all.slice(length);
	const dated = bigEndian(header, 18, 6);
	const filled = store.fills.charCodeAt(0);
	const start = addressOf(area, store.order.charCodeAt(0)) + header.length + 40;
	let text = "";
	let taken = 0;
	while (store.index + taken < filled && taken < most && text.length * (taken + 1) <= limit * taken) {
		const bytes = area.pages.read(header[14], start + (store.index + taken) * header[14]);
		if (!isRecord(bytes, area.crc32)) {
			if (taken > 0) break;
			store.index++;
			store.count--;
			store.drops.storage++;
			continue;
		}
		if (taken > 0) text += ",";
		text += stateMessage(own, bytes, 0, bigEndian(header, 24, 4), probes, bytes[0] & 64 ? dated : own === head ? zero : 0);
		taken++;
	}
	store.taken = taken;
	return text;
}
/**
* The oldest records as `state` messages with commas between, at most `most` and no further one beyond `limit` bytes: under way from now on. '' if
* there are none.
*/
function take(store, head, zero, most, limit) {
	let text = "";
	while (store.count > 0 && !text) {
		const header = readHeader(store.area, store.order.charCodeAt(0));
		if (header) text = messages(store, header, head, zero, most, limit);
		else drop(store);
		if (header && !text) finish(store);
	}
	return text;
}
/** What was under way has arrived, or it has not and stays. */
function settle(store, arrived) {
	const taken = store.taken;
	store.taken = 0;
	if (!arrived || taken === 0) return;
	const page = store.order.charCodeAt(0);
	const header = readHeader(store.area, page);
	store.count -= taken;
	store.index += taken;
	if (store.index >= store.fills.charCodeAt(0)) {
		finish(store);
		return;
	}
	if (!header) return;
	const tenth = tenthOf(header);
	const done = Math.floor(store.index / tenth);
	if (done > Math.floor((store.index - taken) / tenth)) put(store, /* @__PURE__ */ new Uint8Array(4), addressOf(store.area, page) + header.length + 4 * (done - 1));
}
// ../next/firmware/station/sample-ring.ts
/** Where a record would begin: the date of uptime 0 for those that follow, in six bytes. */
const MARK = 63;
const MARK_LENGTH = 7;
/** Records that move to flash with each new sample: memory gets empty, slowly enough to disturb nobody. */
const EACH = 4;
/** The samples that wait, while there are any; what is known of them otherwise is in `store`. */
var SampleRing = class {
	/** `flash`: what there is of it already. */
	constructor(store, flash) {
		this.store = store;
		this.kept = 0;
		this.flash = flash;
		this.bytes = new Uint8Array(store.size);
		this.used = 0;
		this.zero = 0;
		this.lastZero = 0;
		this.taken = 0;
		this.behind = -1;
		this.late = 0;
		this.tally();
	}
	/**
	* Adds a sample, newer than all others: its `state` message, and the date of uptime 0 that it was dated by, or 0.
	* `flying`: it is under way. `sequence`, `probes` as for `stateMessage`.
	*/
	push(state, zero, flying, sequence, probes) {
		const bytes = this.bytes;
		const record = sampleRecord(state, zero > 0);
		const needed = record.length + MARK_LENGTH;
		if (this.used + needed > bytes.length) this.save(EACH, sequence, probes);
		if (this.used + needed > bytes.length && this.store.thins && this.taken === 0 && this.behind < 0) for (let i = 1; i < this.kept; i++) {
			this.remove(i);
			this.store.decimated++;
		}
		while (this.kept > 0 && this.used + needed > bytes.length) this.dropOldest();
		if (this.kept === 0) {
			this.used = 0;
			this.zero = zero;
		} else if (zero > 0 && zero !== this.lastZero) {
			bytes[this.used] = MARK;
			putBigEndian(bytes, this.used + 1, 6, zero);
			this.used += MARK_LENGTH;
		}
		if (zero > 0 || this.kept === 0) this.lastZero = zero;
		bytes.set(record, this.used);
		this.used += record.length;
		this.kept++;
		if (flying) this.behind = 0;
		else if (this.behind >= 0) this.behind++;
		if (this.flash) this.save(EACH, sequence, probes);
		this.tally();
	}
	/** Of one that is under way nobody knows yet whether it is lost. */
	dropOldest() {
		if (this.taken > 0) {
			this.taken--;
			this.late++;
		} else if (this.behind === this.kept - 1) {
			this.behind = -1;
			this.late++;
		} else this.store.overflow++;
		this.remove(0);
	}
	/** Moves the oldest `most` from memory to flash, as long as nothing is under way. `sequence`, `probes` as for `stateMessage`. */
	save(most, sequence, probes) {
		const bytes = this.bytes;
		if (this.taken > 0 || this.behind >= 0 || this.kept === 0) return;
		if (this.store.area && !this.flash) this.flash = openSegments(this.store.area, this.store.thins, this.store.page, this.store);
		const flash = this.flash;
		if (!flash || flash.taken > 0) return;
		for (let i = 0; i < most && this.kept > 0; i++) {
			let start = 0;
			let zero = this.zero;
			while (bytes[start] === MARK) {
				zero = bigEndian(bytes, start + 1, 6);
				start += MARK_LENGTH;
			}
			const record = bytes.slice(start, start + 15 + 2 * (bytes[start] & 31));
			if (!append(flash, record, this.store.head, sequence, probes, record[0] & 64 ? zero : 0)) return;
			this.remove(0);
		}
	}
	/**
	* The oldest samples as one message, under way from now on. `sequence`, `probes` as for `stateMessage`; `zero` is the
	* present date of uptime 0, for those that were taken without a date, or 0. `most`: samples.
	*/
	take(sequence, probes, zero, most) {
		const bytes = this.bytes;
		const flash = this.flash;
		let dated = this.zero;
		let text = "[";
		if (flash) text += take(flash, this.store.head, zero, most, HISTORY_BYTES);
		this.tally();
		if (text.length > 1) {
			text += "]";
			return text;
		}
		let start = 0;
		let taken = 0;
		while (start < this.used && taken < most && text.length * (taken + 1) <= 1100 * taken + 1) {
			const flags = bytes[start];
			if (flags === MARK) {
				dated = bigEndian(bytes, start + 1, 6);
				start += MARK_LENGTH;
			} else {
				if (taken > 0) text += ",";
				text += stateMessage(this.store.head, bytes, start, sequence, probes, flags & 64 ? dated : zero);
				taken++;
				start += 15 + 2 * (flags & 31);
			}
		}
		this.taken = taken;
		text += "]";
		return text;
	}
	/** Samples of the latest `take` that are under way. */
	underWay() {
		return this.flash && this.flash.taken > 0 ? this.flash.taken : this.taken;
	}
	/** What was under way has arrived, or it has not and stays. Returns how many samples have arrived, with those that were dropped meanwhile. */
	settle(arrived) {
		const flash = this.flash;
		let settled = 0;
		if (arrived) {
			settled = this.taken + this.late;
			if (flash) settled += flash.taken;
			if (this.behind >= 0) {
				settled++;
				this.remove(this.kept - 1 - this.behind);
			}
			for (let i = this.taken; i > 0; i--) this.remove(0);
		} else this.store.overflow += this.late;
		if (flash) settle(flash, arrived);
		this.taken = 0;
		this.behind = -1;
		this.late = 0;
		this.tally();
		return settled;
	}
	/** Counts anew, and lets go of what is empty. */
	tally() {
		const flash = this.flash;
		this.store.count = this.kept;
		if (flash) {
			this.store.count += flash.count;
			if (!flash.works) this.store.area = void 0;
			if (flash.count === 0 && flash.taken === 0) {
				this.store.page = flash.lastPage;
				this.flash = void 0;
			}
		}
		if (this.store.count === 0) this.store.ring = void 0;
	}
	/** Removes the sample that `index` are older than. */
	remove(index) {
		const bytes = this.bytes;
		let start = 0;
		for (let older = index; older > 0 || bytes[start] === MARK;) if (bytes[start] === MARK) {
			if (index === 0) this.zero = bigEndian(bytes, start + 1, 6);
			start += MARK_LENGTH;
		} else {
			older--;
			start += 15 + 2 * (bytes[start] & 31);
		}
		const end = start + 15 + 2 * (bytes[start] & 31);
		if (index === 0) start = 0;
		bytes.set(bytes.subarray(end, this.used), start);
		this.used -= end - start;
		this.kept--;
	}
};
// ../next/firmware/station/backlog.ts
/**
* Samples that nobody has acknowledged, oldest first: those in flash, then those in memory. Flash is used once memory is full, and from then
* on for every sample until all have arrived. When there is no more room the oldest go, and are counted. What is under
* way stays until it has arrived. Here is what is known of it while there are none.
*/
var Backlog = class {
	/** `bus`: the node has one for probes; there is room for three of them in each sample. `head` is as for `stateMessage`. */
	constructor(settings, bus, head, area) {
		this.count = 0;
		this.overflow = 0;
		this.decimated = 0;
		this.storage = 0;
		this.area = area;
		this.page = area ? area.count - 1 : 0;
		this.thins = settings.overflow === "decimate";
		this.size = settings.samples * (bus ? 21 : 15);
		this.head = head;
		this.ring = void 0;
	}
	/** Finds what former starts have left in flash. */
	recover() {
		if (this.ring || !this.area) return;
		const flash = openSegments(this.area, this.thins, this.page, this);
		this.page = flash.lastPage;
		if (!flash.works) this.area = void 0;
		if (flash.count > 0) this.ring = new SampleRing(this, flash);
	}
	/** The ring, to add to. */
	opened() {
		const ring = this.ring || new SampleRing(this, void 0);
		this.ring = ring;
		return ring;
	}
	/** What was under way has arrived, or it has not and stays. Returns how many samples have arrived. */
	settle(arrived) {
		return this.ring ? this.ring.settle(arrived) : 0;
	}
	/** What `health` says of it, after a comma; `rejected` samples were dropped elsewhere. */
	report(rejected) {
		return ",\"queued\":" + this.count + ",\"flash\":" + (this.area !== void 0) + ",\"drops\":{\"overflow\":" + this.overflow + ",\"decimated\":" + this.decimated + ",\"storage\":" + this.storage + ",\"rejected\":" + rejected + "}";
	}
};
// ../next/firmware/station/note-event.ts
/** Notes an event in the black box, and publishes it. `keep` as in `NodeFacts`. */
function noteEvent(station, event, keep) {
	station.facts.note(Math.floor(station.clock.now() / 1e3), event, keep);
	station.due |= 128;
}
/** Failures in a row that make a sensor offline and its quality `fault`. */
const FAILURES = 3;
/** ms a driver may owe its answer before it is stopped and started anew: longer than any part's own recovery. */
const PATIENCE$1 = 3e4;
/** ms without a reading that lead from one of the station's rungs to the next. */
const STEP = 6e4;
/** ms without supply: what is left in the part's capacitors is gone then. */
const DARK = 2e3;
/** `owed` while the part has no supply, and is not asked. */
const UNPOWERED = -1;
/** What the station knows of one sensor, or of one probe on a bus. */
var SensorHealth = class SensorHealth {
	constructor(name, item) {
		this.name = name;
		this.item = item;
		this.code = 9;
		this.up = 0;
		this.told = 0;
		this.owed = 0;
		this.failures = 0;
	}
	/** Opens a slot: asks the driver, unless it still owes an answer. `period` is in ms. @hot */
	ask(listener, period) {
		const sensor = this.item;
		this.code = 2;
		this.data = void 0;
		if (this.owed === 0) {
			this.owed = 1;
			sensor.sample((status, reading) => {
				if (this.owed === 1) {
					this.code = status;
					this.data = reading;
				}
				this.owed = 0;
				listener.close(false);
			});
		} else if (this.owed < 0) {
			if (this.owed-- < UNPOWERED) SensorHealth.light(this);
		} else if ((this.owed - 1) * period >= PATIENCE$1) this.recover("reinitialise");
	}
	/**
	* Ends a slot: counts failures, and climbs the ladder. `measures` as in `Sensor`, empty for a probe; `period` in ms. True when
	* the broker is to be told.
	* @hot
	*/
	settle(measures, clock, period) {
		const data = this.data;
		if (this.owed > 0) this.owed++;
		if (this.code === 0 && measures) {
			if (!data || measures === "p" && !data.probes) this.code = 4;
			else if (measures !== "p") for (const quantity of measures) {
				const value = quantity === "c" ? data.co2 : quantity === "t" ? data.temperature : data.humidity;
				if (!isFinite(value)) this.code = 4;
			}
		}
		if (this.code === 0 || this.code === 9 || this.code === 10) {
			this.failures = 0;
			if (this.lost && this.code !== 9) this.lost = 0;
			this.up = 1;
		} else {
			if (++this.failures >= FAILURES) this.up = 2;
			if (measures) this.climb(clock, period);
		}
		return this.up !== this.told && measures !== "p";
	}
	/** The word for a quantity of this slot, `value` being undefined when the slot has not brought it. @hot */
	quality(value) {
		const code = this.code;
		return value !== void 0 && isFinite(value) ? "ok" : code === 9 ? "warming" : code === 10 ? "suspect" : code === 11 || this.failures < FAILURES ? "stale" : "fault";
	}
	/** Switches the part's supply, where that is possible. */
	supply(on) {
		const sensor = this.item;
		if (sensor.power) sensor.power.write(on === (sensor.powerLevel !== 0));
	}
	/**
	* The station's ladder, above the driver's own: one character for each STEP without a reading, `i` to start the driver anew and
	* `p` to take the part's supply away (without a pin: `i`), repeated for as long as it lasts. `period` is in ms.
	*/
	climb(clock, period) {
		const ladder = "ip........";
		const slots = Math.max(FAILURES, Math.ceil(STEP / period));
		const lost = (this.lost || 0) + 1;
		const rung = lost % slots ? "" : ladder.charAt((lost / slots - 1) % 10);
		const sensor = this.item;
		this.lost = lost;
		if (lost === FAILURES) climbed(sensor, "fault");
		if (rung === "p" && sensor.power) {
			climbed(sensor, "power_cycle");
			sensor.stop();
			this.owed = UNPOWERED;
			this.supply(false);
			clock.after(DARK, SensorHealth.light, this);
		} else if (rung === "i" || rung === "p") this.recover("reinitialise");
	}
	static light(health) {
		health.supply(true);
		if (health.owed < 0) health.recover("");
	}
	/** Starts the driver anew, and counts it under that name if there is one. */
	recover(rung) {
		const sensor = this.item;
		this.owed = 0;
		if (rung) climbed(sensor, rung);
		sensor.stop();
		sensor.start(() => void 0);
	}
};
// ../next/firmware/station/known-sensors.ts
/** In Storage: names with blanks between, `-` before one whose retained status is still to be taken back. */
const FILE = "known";
/** Names in it, at most. */
const MOST = 24;
/** Characters of a probe's name. */
const ROM = 16;
/**
* Each probe that is remembered has its key and its status from now on, whether it is there or not. A sensor that the settings have no more has its status
* taken back, and so has each probe of a bus that they have no more.
*/
function recallSensors(station) {
	const text = station.storage.read(FILE) || "";
	const healths = station.sampler.probes;
	let bus = false;
	let names = " ";
	for (const health of station.sampler.sensors) if (health.item.measures === "p") bus = true;
	else names += health.name + " ";
	for (const health of healths) names += health.name + " ";
	for (const name of text.split(" ")) {
		if (!name || names.includes(" " + name + " ") || station.clearing.includes(name)) continue;
		if (bus && name.length === ROM) healths.push(new SensorHealth(name, {
			rom: name,
			status: 6,
			temperature: 0,
			errors: 0,
			kind: 0
		}));
		else takeBack(station, name.charAt(0) === "-" ? name.slice(1) : name);
	}
	station.knownCount = 0;
}
/** Writes down who is there, if somebody is new. */
function rememberSensors(station) {
	const count = station.sampler.sensors.length + station.sampler.probes.length;
	if (count === station.knownCount) return;
	station.knownCount = count;
	writeKnown(station);
}
/** Its status is no longer to be taken back. */
function takenBack(station) {
	station.clearing = station.clearing.slice(nextTakenBack(station).length + 1);
	if (station.clearing) station.due |= 512;
	writeKnown(station);
}
/** The name of the sensor whose status is taken back next. */
function nextTakenBack(station) {
	return station.clearing.split(" ")[1] || "";
}
/**
* A probe that will not come back is forgotten. Returns why it is not, '' if it is. What waits in the backlog names probes by their place in the list, so it
* has to be told first.
*/
function forgetSensor(station, name) {
	const probes = station.sampler.probes;
	for (let i = 0; i < probes.length; i++) {
		if (probes[i].name !== name) continue;
		if (probes[i].up === 1) return "sensor is there";
		if (station.backlog.count > 0 || station.sample) return "samples wait";
		probes.splice(i, 1);
		station.sampler.forgotten += name;
		takeBack(station, name);
		station.due |= 8 & ~station.banned;
		noteEvent(station, "forgot " + name, 0);
		station.knownCount--;
		writeKnown(station);
		return "";
	}
	return "unknown sensor";
}
function takeBack(station, name) {
	station.clearing += " " + name;
	station.due |= 512;
}
function writeKnown(station) {
	let text = station.clearing.split(" ").join(" -");
	let count = 0;
	for (const list of [station.sampler.sensors, station.sampler.probes]) for (const health of list) {
		if (health.item.measures === "p" || count === MOST) continue;
		text += " " + health.name;
		count++;
	}
	text = text.slice(1) || " ";
	if (text !== station.storage.read(FILE)) station.storage.write(FILE, text);
}
// ../next/firmware/station/next-announcement.ts
/** The first sensor of whose status the broker has not been told on this link. A bus has no status of its own, its probes have. */
function untoldSensor(station) {
	for (const list of [station.sampler.sensors, station.sampler.probes]) for (const health of list) {
		const sensor = health.item;
		if (health.up !== health.told && sensor.measures !== "p") return health;
	}
}
/** Which of all that waits is published next; 0 for none. */
function nextAnnouncement(station) {
	if (station.due & 4 && !untoldSensor(station)) station.due &= -5;
	const due = station.holdBeats > 0 ? station.due & -3 : station.due;
	if (due & 64 && (due & -due) > 2 && station.client.shortLinks > 2) return 64;
	if (due !== 0) return due & -due;
	return station.backlog.count > 0 && station.allowance > 0 ? 256 : 0;
}
// ../next/firmware/station/probe-names.ts
/** The names of all probes, one after the other. */
function probeNames(station) {
	let names = "";
	for (const health of station.sampler.probes) names += health.name;
	return names;
}
// ../next/firmware/station/report-message.ts
/**
* The payload of `health`, with `link` between variables and checksum errors and `counts` at the end, each beginning
* with a comma; or that of `info` when `link` is empty, which begins with `counts`.
*/
function reportMessage(facts, sampler, link, counts) {
	let entries = "";
	let recoveries = "";
	for (const list of [sampler.sensors, sampler.probes]) for (const health of list) {
		const item = health.item;
		if (link) {
			entries += ",\"" + health.name + "\":" + item.errors;
			if (item.recoveries) recoveries += ",\"" + health.name + "\":" + JSON.stringify(item.recoveries);
		} else if (list === sampler.probes) {
			const kind = health.item.kind;
			entries += ",\"" + health.name + "\":{\"family\":" + (kind & 127 ? "\"" + String.fromCharCode(kind & 127) + "\"" : "null") + ",\"power\":\"" + (kind & 128 ? "parasite" : "external") + "\"}";
		} else if (item.measures !== "p") {
			entries += ",\"" + health.name + "\":{";
			if (item.serial) entries += "\"serial\":" + JSON.stringify(item.serial) + ",\"firmware\":" + JSON.stringify(item.firmware);
			entries += "}";
		}
	}
	entries = entries.slice(1);
	if (!link) return "{" + counts + ",\"firmware\":\"" + facts.firmware + "\",\"bundle\":\"" + facts.bundle + "\",\"model\":\"ESP32 Espruino\",\"reset\":\"" + facts.reset + "\",\"sensors\":{" + entries + "}}";
	const memory = facts.memory();
	return "{\"vars\":{\"used\":" + memory.used + ",\"total\":" + memory.total + "}" + link + ",\"crc_errors\":{" + entries + "}" + counts + ",\"recoveries\":{" + recoveries.slice(1) + "}}";
}
// ../next/firmware/station/start-date.ts
/** The date of uptime 0 as the clock has it now, in ms; 0 while it is not set. @hot */
function startDate(station) {
	const time = station.wallClock.read();
	return time > 0 ? time - Math.floor(station.clock.now()) : 0;
}
// ../next/firmware/station/payload.ts
/** What is said, made at the last moment; '' for nothing. */
function payload(station, kind) {
	if (kind === 0 || kind === 512) return "";
	if (kind < 8) return status(station, kind);
	if (kind === 8) return reportMessage(station.facts, station.sampler, "", station.infoHead.slice(1) + commandsOff(station).slice(1) + units(station));
	if (kind === 16) return liveSample(station);
	const queue = station.queue;
	if (kind === 32 && queue) return queue.replies[1];
	if (kind === 64) return health(station);
	return kind === 128 ? events(station) : history(station);
}
/** The node's, or the first untold sensor's. */
function status(station, kind) {
	const sensor = kind === 4 && untoldSensor(station);
	return kind === 2 || sensor && sensor.up === 1 ? STATUS_ONLINE : STATUS_OFFLINE;
}
/** With the date where it was taken without one and the node has learned it since. */
function liveSample(station) {
	const date = station.startDate === 0 ? startDate(station) : 0;
	return date > 0 ? stateMessage(station.head, sampleRecord(station.sample, false), 0, station.sequence, probeNames(station), date) : station.sample;
}
function health(station) {
	const queue = station.queue;
	return reportMessage(station.facts, station.sampler, ",\"rssi\":" + station.wifi.signal() + ",\"reconnects\":" + station.client.reconnects, station.backlog.report(station.rejected) + ",\"late_slots\":" + station.sampler.late + ",\"commands\":" + station.commands + commandsOff(station) + ",\"refused_commands\":" + (queue ? queue.refused : 0) + ",\"errors\":[" + station.errors.slice(1) + "],\"duplicate_client_id\":" + (station.twinUntil > 0) + ",\"links\":" + JSON.stringify(station.wifiLink.recoveries || {}));
}
/** In which units the keys of `state` are that this node has. */
function units(station) {
	let measures = "";
	for (const health of station.sampler.sensors) {
		const sensor = health.item;
		measures += sensor.measures;
	}
	const celsius = "\"\\u00b0C\"";
	let text = "";
	if (measures.includes("c")) text += ",\"co2\":\"ppm\"";
	if (measures.includes("t")) text += ",\"temperature\":" + celsius;
	if (measures.includes("h")) text += ",\"humidity\":\"%\"";
	if (measures.includes("p")) text += ",\"probes\":" + celsius;
	return ",\"units\":{" + text.slice(1) + "}";
}
/** Why the node hears no commands. */
function commandsOff(station) {
	return ",\"commands_off\":" + (station.commands ? "null" : station.deafUntil > 0 ? "\"bad_message\"" : "\"refused\"");
}
function events(station) {
	const lines = station.facts.recall(false);
	if (!lines) station.due &= -129;
	return lines;
}
function history(station) {
	station.allowance--;
	const ring = station.backlog.opened();
	const batch = ring.take(station.sequence, probeNames(station), startDate(station), station.batchLimit);
	station.batch = ring.underWay();
	return batch.length < 3 ? "" : batch;
}
// ../next/firmware/station/station-record.ts
/** ms from one beat to the next. */
const BEAT = 2e3;
/** ms by which a timer that is this late has been lost: out of memory takes those due at that moment. */
const LOST = 2 * BEAT;
// ../next/firmware/station/publish-next.ts
/** The longest that a twin's `offline` makes us wait before the next `online`, in beats. */
const LONGEST_HOLD = 16;
/**
* Publishes what is next, if nothing is in flight. Mostly that is the live sample alone. It goes without a look into the table of announcements,
* which would take longer than all else here. Runs with every sample.
* @hot
*/
function publishNext(station) {
	if (station.link !== 2 || station.packet !== 0 || station.due === 0 && station.backlog.count === 0) return;
	if (station.due !== 16 || station.startDate === 0 && startDate(station) !== 0) {
		publishAny(station);
		return;
	}
	const packet = station.client.publish(station.root + STATE_TOPIC, station.sample, 1, false);
	if (packet < 0) return;
	station.due = 0;
	station.packet = packet;
	station.flying = 16;
}
function publishAny(station) {
	const kind = nextAnnouncement(station);
	const said = payload(station, kind);
	if (!said && kind !== 512) return;
	const sensor = kind === 4 && untoldSensor(station);
	const row = announcement(kind, sensor ? sensor.name : name(station, kind));
	const packet = station.client.publish(station.root + row.topic, said, row.qos, row.retained);
	if (packet < 0) {
		if (kind === 256) station.backlog.settle(false);
		return;
	}
	station.packet = packet;
	station.flying = kind;
	if (sensor) sensor.told = sensor.up;
	else station.due &= ~kind;
	if (kind === 64) station.errors = "";
	if (kind === 2) born(station);
	if (packet === 0) publishNext(station);
}
/** What the topic names beside the kind of message: a verb, or a sensor that is no more. */
function name(station, kind) {
	const queue = station.queue;
	if (kind === 32 && queue) return queue.replies[0];
	return kind === 512 ? nextTakenBack(station) : "";
}
/** Who keeps saying `offline` in our name is contradicted less and less often. */
function born(station) {
	if (!station.contradicted) return;
	station.holdBeats = station.nextHold;
	station.nextHold = Math.min(station.nextHold * 2, LONGEST_HOLD);
}
// ../next/firmware/station/birth.ts
/** ms after which the SUBACK is no longer waited for. */
const SUBACK_LIMIT = 8e3;
/** Links in a row that are ended by a bad message before commands are given up, and ms until they are tried again. */
const BAD_LINKS = 3;
const RETRY = 36e5;
/** ms after which a link counts as one that lasts. */
const LASTING = 6e4;
/**
* The broker has accepted us. It is asked for our subscriptions each time: a kept session may have lost them. What has become of the message in
* flight is known by now.
*/
function linkUp(station) {
	noteEvent(station, "link up", 0);
	station.wifiLink.linked();
	station.holdBeats = 0;
	station.contradicted = false;
	station.due |= (station.client.shortLinks > 2 ? 78 : 14) & ~station.banned;
	for (const health of station.sampler.sensors) health.told = 0;
	for (const health of station.sampler.probes) health.told = 0;
	if (station.clearing) station.due |= 512;
	station.infoTold = Math.min(station.infoTold, 1);
	subscribe(station);
}
/** To everything, or to `status` alone while a bad message must be feared elsewhere, or to nothing when it was there. */
function subscribe(station) {
	station.commands = false;
	if (station.badLinks >= 6) {
		station.link = 2;
		publishNext(station);
		return;
	}
	const filters = [station.root + STATUS_TOPIC];
	if (station.deafUntil === 0) {
		filters.push(station.root + INFO_TOPIC);
		filters.push(station.root + COMMAND_FILTER);
	}
	station.link = 1;
	station.subscribedBy = station.clock.now() + SUBACK_LIMIT;
	station.subscription = station.client.subscribe(filters, 1);
}
/**
* The link has ended. After three ends in a row by a message that no client may take, the node does without commands, of which it must be one,
* and asks the broker to forget a session that may hold it.
*/
function linkDown(station, reason) {
	station.link = 0;
	if (reason !== 265) return;
	station.badLinks++;
	if (station.badLinks < BAD_LINKS) return;
	if (station.deafUntil === 0) noteEvent(station, "commands off: bad message", 1);
	station.deafUntil = station.clock.now() + RETRY;
	station.client.discard = true;
}
/** Commands are tried again each hour: the message may have been taken back. Once a minute. */
function retryCommands(station, now) {
	if (station.link !== 2) return;
	if (station.deafUntil === 0) {
		if (now > station.subscribedBy + LASTING) station.badLinks = 0;
	} else if (now >= station.deafUntil) {
		station.badLinks = 2;
		station.deafUntil = 0;
		station.due |= 8 & ~station.banned;
		subscribe(station);
	}
}
/** The last thing that is said before a stop. */
function sayOffline(station) {
	station.link = 2;
	station.due = 1;
	publishNext(station);
}
const REFILL = 4;
function openCommandQueue() {
	return {
		replies: [],
		refused: 0,
		tokens: 10
	};
}
/** Another beat has passed. */
function refill(queue) {
	queue.tokens = Math.min(queue.tokens + REFILL, 10);
}
/** Whether the command is answered; else it is counted as refused. `verb` is what stands behind the prefix of commands in its topic. */
function admits(queue, verb, allowed) {
	if (!allowed || queue.tokens === 0 || queue.replies.length >= 20 || verb.length > 20 || !/^[-a-z]+$/.test(verb)) {
		queue.refused++;
		return false;
	}
	queue.tokens--;
	return true;
}
// ../next/firmware/station/keep-sample.ts
/** The latest sample, which nobody has acknowledged, goes to the backlog. */
function keepSample(station) {
	const flying = station.flying === 16 && !(station.due & 16);
	station.backlog.opened().push(station.sample, station.startDate, flying, station.sequence, probeNames(station));
	station.sample = "";
	station.due &= -17;
}
// ../next/firmware/station/twin.ts
/** ms without new evidence after which a twin counts as gone. */
const TWIN_MEMORY = 3e5;
/**
* Somebody has published on our `status`: a will of an earlier connection, a twin, or a hand that has cleared it. Whatever is not what we say is
* contradicted. What the broker has kept is not: our birth follows the subscription anyway.
*/
function hearStatus(station, payload, retained) {
	if (payload === "online" || retained || station.done) return;
	station.contradicted = true;
	station.due |= 2;
	publishNext(station);
}
/**
* Somebody has published our `info`. Another start than ours is a twin where it speaks while we are heard: it shares our name. It is one too where the
* broker has kept its `info` twice, though ours had arrived in between: it shares our client identifier, so it speaks while we are thrown out. Once may be
* a broker that has found an old one on its disk. An `info` that was cleared is published again. One that was overwritten is not: two nodes would do so for ever.
*/
function hearInfo(station, payload, retained) {
	if (payload.startsWith(station.infoHead)) {
		if (retained) station.foreignInfo = false;
		return;
	}
	if (payload === "") {
		station.due |= 8 & ~station.banned;
		return;
	}
	if (retained ? station.infoTold === 0 : station.infoTold !== 2) return;
	if (!retained || station.foreignInfo) {
		if (station.twinUntil === 0) noteEvent(station, "twin", 0);
		station.twinUntil = station.clock.now() + TWIN_MEMORY;
	}
	station.foreignInfo = true;
}
/** Once a minute. */
function forgetTwin(station, now) {
	if (now >= station.twinUntil) station.twinUntil = 0;
}
// ../next/firmware/station/sampler.ts
/** ms from the start to the first slot, shorter periods excepted. */
const FIRST = 5e3;
/** ms that a slot waits for answers, unless the period is shorter. */
const DEADLINE = 5e3;
/**
* Asks every sensor at once, on slots of monotonic time. A slot ends when all have answered and at the latest at its
* deadline, so that no sensor holds up another. A slot late by more than half a period is skipped and counted, not made
* up for.
*/
var Sampler = class Sampler {
	/** `period` in ms. */
	constructor(sensors, period, clock, listener) {
		this.sensors = [];
		for (const sensor of sensors) this.sensors.push(new SensorHealth(sensor.name, sensor));
		this.probes = [];
		this.forgotten = "";
		this.late = 0;
		this.clock = clock;
		this.listener = listener;
		this.period = period;
		this.due = 0;
		this.next = 0;
		this.open = false;
	}
	/** @cold */
	start() {
		for (const health of this.sensors) {
			const sensor = health.item;
			health.supply(true);
			sensor.start(() => void 0);
		}
		const first = Math.min(this.period, FIRST);
		this.next = this.clock.now() + first;
		this.wait(first);
	}
	/** Safe twice. @cold */
	stop() {
		this.clock.cancel(this.timer);
		this.timer = void 0;
		this.open = false;
		for (const health of this.sensors) {
			const sensor = health.item;
			health.owed = 0;
			sensor.stop();
		}
	}
	/** Ends the slot when every sensor asked has answered, or in any case when `now`. @hot */
	close(now) {
		if (!this.open) return;
		if (!now) {
			for (const health of this.sensors) if (health.owed === 1) return;
		}
		this.open = false;
		let changed = false;
		for (const bus of this.sensors) {
			const sensor = bus.item;
			if (bus.settle(sensor.measures, this.clock, this.period)) changed = true;
			if (sensor.measures !== "p") continue;
			const found = bus.data && bus.data.probes;
			for (const health of this.probes) health.code = found ? 6 : bus.code;
			let at = 0;
			for (const probe of found || []) {
				let health = this.probes[at++];
				if (!health || health.name !== probe.rom) health = this.healthOf(probe);
				if (!health) continue;
				health.item = probe;
				health.code = probe.status === 0 && !isFinite(probe.temperature) ? 4 : probe.status;
			}
			for (const health of this.probes) if (health.settle("", this.clock, 0)) changed = true;
		}
		this.clock.cancel(this.timer);
		this.wait(this.next - this.clock.now());
		this.listener.onSample(changed);
		for (const health of this.sensors) health.data = void 0;
	}
	/** What is known of a probe; a new record for one that is met for the first time, and none for one that is forgotten and absent. */
	healthOf(probe) {
		for (const known of this.probes) if (known.name === probe.rom) return known;
		if (probe.status === 6 && this.forgotten.includes(probe.rom)) return void 0;
		const health = new SensorHealth(probe.rom, probe);
		this.probes.push(health);
		return health;
	}
	/** @hot */
	wait(delay) {
		this.timer = this.clock.after(delay, Sampler.tick, this);
		this.due = this.clock.now() + delay;
	}
	/** A slot, or the deadline of the one that is open; nothing when neither is due, so that it may be called for a lost timer. */
	static tick(sampler) {
		if (sampler.clock.now() + 1 < sampler.due) return;
		sampler.timer = void 0;
		if (sampler.open) {
			sampler.close(true);
			return;
		}
		const clock = sampler.clock;
		const period = sampler.period;
		const missed = Math.max(0, Math.floor((clock.now() - sampler.next) / period + .5));
		sampler.late += missed;
		sampler.next += missed * period;
		const wait = sampler.next - clock.now();
		if (wait >= 1) {
			sampler.wait(wait);
			return;
		}
		sampler.next += period;
		sampler.open = true;
		sampler.wait(Math.min(period * .8, DEADLINE));
		for (const health of sampler.sensors) health.ask(sampler, period);
	}
};
const JOIN = 1e3;
function wifiLine(state) {
	const status = state - JOIN;
	if (state === 1e3) return "joined";
	if (state === 1100) return "joined, but no broker answers. Leaving it";
	if (status === 14) return "refuses this node: check wifi.password";
	return status === 8 ? "lost" : status === 6 ? "not found: check wifi.network" : "does not answer";
}
function brokerLine(state, nameless) {
	if (state < 256) return "refuses this node, code " + state + ": " + ([
		"protocol version",
		"client identifier",
		"unavailable",
		"check broker.user and broker.password",
		"not authorized"
	][state - 1] || "unknown");
	if (state === 264) return nameless ? "unknown name: check broker.host and DNS" : "cannot be reached";
	if (state === 256) return "closed the connection";
	return state === 257 || state >= 263 ? "broke the protocol" : state === 258 ? "is silent" : "does not answer any more";
}
/** `network`: the name of the Wi-Fi. */
function linkLine(state, network, client) {
	const again = ". Trying again";
	const settings = client.settings;
	const broker = "broker " + settings.host + ":" + settings.port;
	if (state >= 1e3) return "breva: Wi-Fi " + network + " " + wifiLine(state) + (state === 1e3 ? ". Connecting to " + broker : again);
	if (state === 0) return "breva: " + broker + " connected";
	return "breva: " + broker + " " + brokerLine(state, client.network.nameless) + again + (state <= 5 && state !== 3 ? " within 15 min" : "");
}
// ../next/firmware/station/wifi-link.ts
/** ms before the first attempt to join again, and the longest that doubling it makes. */
const SHORTEST = 1e3;
const LONGEST = 6e4;
/** The same after a wrong password, which asking again will not cure. */
const REFUSED_LONGEST = 3e5;
/** ms for which an answer to `join` is waited for; the platform's own limit is 30 s. */
const JOINING_LIMIT = 4e4;
/**
* ms without an answer from a broker after which a joined Wi-Fi is left, and the random part, so that a fleet does not do it at
* once. The next failure to connect comes up to 2.6 minutes later.
*/
const SILENCE = 6e5;
const SILENCE_SPREAD = 15e4;
const STOPPED = 0;
const JOINING = 1;
const JOINED = 2;
const WAITING = 3;
/** Joins the network and joins again for ever: the platform does neither by itself. Starts its owner's client and clock when first joined. */
var WifiLink = class WifiLink {
	constructor(wifi, settings, clock, owner) {
		this.wifi = wifi;
		this.clock = clock;
		this.settings = settings;
		this.owner = owner;
		this.state = STOPPED;
		this.delay = SHORTEST;
		this.started = false;
		this.due = this.patience = 0;
		this.said = 0;
	}
	/** Joins now, or when `due`; also the task of the timer. Nothing while there is something else to wait for. */
	static join(link) {
		const now = link.clock.now();
		if (now + 1 < link.due) return;
		link.due = now + JOINING_LIMIT;
		link.timer = void 0;
		if (link.state === STOPPED) link.wifi.onLost(() => {
			if (link.state === JOINED) link.joined(8);
		});
		link.state = JOINING;
		link.wifi.join(link.settings.network, link.settings.password, (status) => {
			if (link.state === JOINING) link.joined(status);
		});
	}
	/** No further attempts; the association stays. Safe twice. @cold */
	stop() {
		const owner = this.owner;
		if (owner.sntp) owner.sntp.stop();
		this.clock.cancel(this.timer);
		this.timer = void 0;
		this.state = STOPPED;
		this.started = false;
		this.due = 0;
	}
	/** A broker has accepted the node. */
	linked() {
		this.say(0);
	}
	/**
	* Counts and tells why a connection to the broker has ended or did not begin; see `disconnect-reason.ts`. Wi-Fi that carries nothing
	* is left: one on which no broker has said anything for long.
	*/
	ended(reason) {
		climbed(this, "broker_" + ([
			"closed",
			"violation",
			"no_connack",
			"no_acknowledgement",
			"no_pingresp",
			"not_sent",
			"left",
			"too_many_held",
			"unreachable",
			"bad_message"
		][reason - 256] || "refused"));
		if (reason !== 262) this.say(reason);
		if (reason !== 264 && reason !== 258) this.heard();
		else if (this.state === JOINED && this.clock.now() >= this.patience) {
			this.wifi.leave();
			this.joined(100);
		}
	}
	/** The network carries something. */
	heard() {
		this.patience = this.clock.now() + SILENCE + SILENCE_SPREAD * this.owner.client.random();
	}
	/** One line on the console, if it is another state than before. */
	say(state) {
		if (state === this.said) return;
		this.said = state;
		this.owner.facts.say(linkLine(state, this.settings.network, this.owner.client));
	}
	joined(status) {
		this.say(JOIN + status);
		if (status === 0) {
			this.state = JOINED;
			this.due = Infinity;
			this.delay = SHORTEST;
			this.heard();
			if (this.started) return;
			const owner = this.owner;
			this.started = true;
			owner.client.start();
			if (owner.sntp) owner.sntp.start();
		} else {
			this.state = WAITING;
			this.timer = this.clock.after(this.delay, WifiLink.join, this);
			this.due = this.clock.now() + this.delay;
			this.delay = Math.min(this.delay * 2, status === 14 ? REFUSED_LONGEST : LONGEST);
			climbed(this, "wifi_" + (status === 8 ? "lost" : status === 2 ? "timeout" : status === 14 ? "refused" : status === 6 ? "not_found" : "silent"));
		}
	}
};
// ../next/firmware/station/watchdog.ts
/**
* ms that a sample or the link may be late before the station counts as hung. A sample is never later than a slot and its deadline; the rest
* is for what blocks the interpreter.
*/
const PATIENCE = 6e4;
/** ms between two restarts for that reason, at the least. */
const WINDOW = 6e5;
/** Does what a lost timer should have done, and sets it anew. The sampler looks after the beat in the same way. */
function reviveTimers(station, now) {
	const client = station.client;
	const sntp = station.sntp;
	const link = station.wifiLink;
	if (now > station.sampler.due + 4e3) Sampler.tick(station.sampler);
	if (now > client.due + 4e3) Client.woken(client);
	if (now > link.due + 4e3) WifiLink.join(link);
	if (sntp && now > sntp.due + 4e3) sntp.start();
}
/**
* Something is late or was. What comes of a lost timer goes on. The watchdog starves while samples or the link are hung all the same, but not
* twice within a window.
*/
function lookAfterLate(station, now) {
	reviveTimers(station, now);
	const samples = station.beatsWithoutSample * BEAT >= station.period + PATIENCE;
	if (!samples && now <= station.client.due + 6e4 && now < station.wifiLink.due + 6e4) {
		if (station.starving) station.starveFrom = now + WINDOW;
		station.starving = false;
		station.facts.alive(true);
	} else if (!station.starving && now < station.starveFrom) station.facts.alive(false);
	else if (!station.starving) {
		station.starving = true;
		noteEvent(station, "watchdog: " + (samples ? "samples" : "link"), 2);
	}
}
// ../next/firmware/station/beat.ts
/** Beats between two `health` messages. */
const HEALTH_BEATS = 30;
/** ms */
const HOUR = 36e5;
/** `history` messages for each beat: never more than four in a second, whenever in a beat they are sent. */
const HISTORY_EACH_BEAT = 2;
/** Every 2 s; the last one ends a stop. Nothing before it is due, so that it may be called for a lost timer. @hot */
function beat(station) {
	const now = station.clock.now();
	if (now + 1 < station.beatDue) return;
	station.timer = void 0;
	if (station.done) {
		end(station, station.done);
		return;
	}
	station.timer = station.clock.after(BEAT, beat, station);
	station.beatDue = now + BEAT;
	const late = now - LOST > Math.min(station.sampler.due, station.client.due, station.wifiLink.due, station.sntp ? station.sntp.due : now);
	if (station.queue && station.queue.tokens < 10) refill(station.queue);
	station.holdBeats = Math.max(0, station.holdBeats - 1);
	if (station.link === 1 && now > station.subscribedBy) station.link = 2;
	station.beatsWithoutSample++;
	if (late || station.starving || station.beatsWithoutSample * 2e3 >= station.period + 6e4) lookAfterLate(station, now);
	else station.facts.alive(true);
	station.healthBeats++;
	if (station.healthBeats === HEALTH_BEATS) everyMinute(station, now);
	station.allowance = HISTORY_EACH_BEAT;
	publishNext(station);
}
/** After the last message, or when there was none to say. */
function end(station, done) {
	const backlog = station.backlog;
	station.link = 0;
	station.packet = station.flying = 0;
	station.beatDue = Infinity;
	station.client.stop();
	backlog.settle(false);
	if (station.sample) keepSample(station);
	if (backlog.ring) backlog.ring.save(Infinity, station.sequence, probeNames(station));
	done();
}
function everyMinute(station, now) {
	station.healthBeats = 0;
	station.due |= 64;
	if (now % HOUR < 2e3 * HEALTH_BEATS) {
		station.due |= station.banned;
		station.banned = 0;
		station.batchLimit = Math.min(station.batchLimit * 2, 20);
	}
	retryCommands(station, now);
	forgetTwin(station, now);
	if (!(station.due & 2)) {
		if (!station.contradicted) station.nextHold = 1;
		station.contradicted = false;
	}
}
// ../next/firmware/station/command-reply.ts
/** The bytes that the identifier is looked for in, some blanks included. */
const HEAD_LIMIT = 80;
/**
* Obeys a command. Returns the answer, `{"id":"c-81","ok":true}` or `{"id":"c-81","ok":false,"error":"..."}`. The identifier is
* the payload's first key and made of at most 36 of A-Z, a-z, 0-9, _ and -; without a valid one it is null. Found by
* hand: the interpreter's `JSON.parse` throws, and accepts any text behind the value.
*/
function commandReply(station, verb, payload) {
	const found = payload.startsWith("{") && /^ *"id" *: *"([-A-Za-z0-9_]+)" *[,}]/.exec(payload.slice(1, HEAD_LIMIT));
	const id = found && found[1].length <= 36 ? "\"" + found[1] + "\"" : "null";
	const error = payload.length > 1024 ? "too long" : !found || id === "null" ? "no valid id" : verb === "ping" || verb === "forget" ? obey(station, verb, payload.slice(found[0].length).trim()) : "unknown verb";
	return "{\"id\":" + id + ",\"ok\":" + (error ? "false,\"error\":\"" + error + "\"}" : "true}");
}
/** `rest` begins with the `,` or `}` behind the identifier. Returns what is wrong, '' for nothing. */
function obey(station, verb, rest) {
	if (verb === "ping") return rest === "}" ? "" : "unknown argument";
	const found = /^, *"sensor" *: *"([-a-z0-9]+)" *[}]$/.exec(rest);
	return found ? forgetSensor(station, found[1]) : "no valid sensor";
}
// ../next/firmware/station/commands.ts
/** Obeys a command and keeps the reply for its turn, unless there are too many or it is not `allowed`. */
function hearCommand(station, verb, payload, allowed) {
	const queue = station.queue || openCommandQueue();
	station.queue = queue;
	if (!admits(queue, verb, allowed)) return;
	queue.replies.push(verb);
	queue.replies.push(commandReply(station, verb, payload));
}
// ../next/firmware/station/reply-due.ts
/** Whether a reply waits; the first one no longer where it is `gone`. */
function replyDue(station, gone) {
	const queue = station.queue;
	if (gone && queue) queue.replies.splice(0, 2);
	station.due = queue && queue.replies.length > 0 ? station.due | 32 : station.due & -33;
}
// ../next/firmware/station/outcome.ts
/** Something else than the latest sample has arrived. A sample that is no longer the latest has gone to the backlog meanwhile. */
function arrived(station, flown) {
	if (flown === 1) {
		station.clock.cancel(station.timer);
		beat(station);
	}
	if (flown === 128 && station.facts.recall(true)) station.due |= 128;
	if (flown === 8) station.infoTold = 2;
	if (flown === 32) replyDue(station, true);
	if (flown === 512) takenBack(station);
	if (flown === 16 || flown === 256) station.backlog.settle(true);
}
/** The link has ended under the message. `rejected`: it ended three links running, and is not said again, or not soon. */
function returned(station, rejected) {
	const flown = station.flying;
	station.packet = station.flying = 0;
	const row = announcement(flown, "");
	if (rejected && row.banned) station.banned |= flown;
	if (flown === 32) replyDue(station, rejected);
	if (flown === 16 && station.sample && !(station.due & 16)) {
		if (rejected) {
			station.sample = "";
			station.rejected++;
		} else station.due |= 16;
	} else if (flown === 16) giveUp(station, rejected);
	else if (flown === 256) {
		giveUp(station, rejected && station.batch === 1);
		station.batchLimit = Math.max(1, station.batch >> 1);
	}
}
/** What was under way from the backlog stays there, or is `rejected` and counted. */
function giveUp(station, rejected) {
	const settled = station.backlog.settle(rejected);
	if (rejected) station.rejected += settled;
}
// ../next/firmware/station/reading-message.ts
/**
* The `state` payload of the slot just ended; `head` is its beginning, up to the value of `uptime`. Of two sensors that
* measure the same, the first with a value gives it. Put together by hand: `JSON.stringify` costs several times as much
* on the interpreter and does not keep to a number of digits. One pass over the sensors, as passes are dear; what a
* sensor or probe measures is finite where it has settled as OK.
* @hot
*/
function readingMessage(head, sampler) {
	let co2 = "null";
	let temperature = "null";
	let humidity = "null";
	let probes = "";
	let co2Word = "";
	let temperatureWord = "";
	let humidityWord = "";
	let probeWords = "";
	for (const health of sampler.sensors) {
		const measures = health.item.measures;
		if (measures === "p") {
			let values = "";
			for (const known of sampler.probes) {
				const label = ",\"" + known.name + "\":";
				if (known.code === 0) {
					const probe = known.item;
					values += label + (Math.floor(probe.temperature * 100 + .5) / 100).toFixed(2);
					probeWords += label + "\"ok\"";
				} else {
					values += label + "null";
					probeWords += label + "\"" + known.quality(void 0) + "\"";
				}
			}
			probes += ",\"probes\":{" + values.slice(1) + "}";
		} else {
			const data = health.data || {};
			const ok = health.code === 0;
			if (co2Word !== "ok" && measures.indexOf("c") >= 0) {
				const word = ok ? "ok" : health.quality(data.co2);
				if (word === "ok") co2 = Math.floor(data.co2 + .5).toFixed(0);
				if (word === "ok" || co2Word === "") co2Word = word;
			}
			if (temperatureWord !== "ok" && measures.indexOf("t") >= 0) {
				const word = ok ? "ok" : health.quality(data.temperature);
				if (word === "ok") temperature = (Math.floor(data.temperature * 100 + .5) / 100).toFixed(2);
				if (word === "ok" || temperatureWord === "") temperatureWord = word;
			}
			if (humidityWord !== "ok" && measures.indexOf("h") >= 0) {
				const word = ok ? "ok" : health.quality(data.humidity);
				if (word === "ok") humidity = (Math.floor(data.humidity * 10 + .5) / 10).toFixed(1);
				if (word === "ok" || humidityWord === "") humidityWord = word;
			}
		}
	}
	let words = "";
	if (co2Word) {
		head += ",\"co2\":" + co2;
		words += ",\"co2\":\"" + co2Word + "\"";
	}
	if (temperatureWord) {
		head += ",\"temperature\":" + temperature;
		words += ",\"temperature\":\"" + temperatureWord + "\"";
	}
	if (humidityWord) {
		head += ",\"humidity\":" + humidity;
		words += ",\"humidity\":\"" + humidityWord + "\"";
	}
	words += probeWords;
	return head + probes + ",\"quality\":{" + words.slice(1) + "}}";
}
// ../next/firmware/station/sensors-down.ts
/** The names of the sensors and probes that are offline, each behind a blank. */
function sensorsDown(sampler) {
	let names = "";
	for (const list of [sampler.sensors, sampler.probes]) for (const health of list) {
		const sensor = health.item;
		if (health.up === 2 && sensor.measures !== "p") names += " " + health.name;
	}
	return names;
}
/** Sensors have come or gone: they get a new status, `info` and a line in the log. */
function tellSensors(station) {
	rememberSensors(station);
	station.due |= 12 & ~station.banned;
	const down = sensorsDown(station.sampler);
	if (down !== station.down) noteEvent(station, "sensors down:" + (down || " none"), 0);
	station.down = down;
}
// ../next/firmware/station/station.ts
/**
* The application on the node: samples, and publishes one message at a time, each made when its turn comes. Here is what events bring about.
* The rest is in functions:
*
* - `announcements.ts` lists what is said, `next-announcement.ts` chooses, `payload.ts` makes it, `publish-next.ts` sends it, and
*   `outcome.ts` knows what follows when it has arrived or come back;
* - `keep-sample.ts` gives a sample that has not arrived to the backlog, `sensors-down.ts` tells who has come or gone;
* - `commands.ts` answers commands, `known-sensors.ts` remembers which sensors there were;
* - `birth.ts` is about the begin and the end of a link, and about who else speaks in our name;
* - `beat.ts` runs every 2 s, with what `watchdog.ts` does about what is late.
*/
var Station = class {
	/** `random` is in [0, 1). */
	constructor(settings, sensors, clock, wallClock, wifi, facts, flash, storage, random) {
		this.root = TOPIC_ROOT + settings.node + "/";
		this.head = "{\"node\":\"" + settings.node + "\",\"location\":\"" + settings.location + "\",\"boot\":" + facts.boot + ",\"seq\":";
		this.infoHead = "{\"start\":" + Math.floor(random * 2147483647) + ",";
		this.period = settings.period * 1e3;
		this.clock = clock;
		this.wallClock = wallClock;
		this.wifi = wifi;
		this.facts = facts;
		this.sampler = new Sampler(sensors, this.period, clock, this);
		this.wifiLink = new WifiLink(wifi, settings.wifi, clock, this);
		this.beatDue = this.sequence = this.startDate = 0;
		this.starveFrom = WINDOW;
		this.backlog = new Backlog(settings.backlog, settings.sensors.ds18b20 !== void 0, this.head, flash);
		this.allowance = this.due = this.flying = this.packet = this.subscription = this.subscribedBy = 0;
		this.link = 0;
		this.commands = this.contradicted = this.starving = this.foreignInfo = false;
		this.storage = storage;
		this.sample = this.errors = this.down = this.clearing = "";
		this.queue = void 0;
		this.healthBeats = this.beatsWithoutSample = this.holdBeats = this.rejected = this.banned = 0;
		this.badLinks = this.deafUntil = this.infoTold = this.twinUntil = this.batch = this.knownCount = 0;
		this.batchLimit = 20;
		this.nextHold = 1;
	}
	/** `client` has the station as its listener. @cold */
	start(client, sntp) {
		this.client = client;
		this.sntp = sntp;
		this.done = void 0;
		this.due = 0;
		replyDue(this, false);
		this.backlog.recover();
		noteEvent(this, "start " + this.facts.reset, 0);
		recallSensors(this);
		this.sampler.start();
		WifiLink.join(this.wifiLink);
		this.timer = this.clock.after(BEAT, beat, this);
		this.beatDue = this.clock.now() + BEAT;
	}
	/**
	* Says `offline`, waits at most 2 s for the broker to have it, then disconnects and calls `done`, never before this
	* call has returned. A second call replaces the first one's `done`.
	*/
	stop(done) {
		this.done = done;
		if (this.sample && this.due & 16) keepSample(this);
		this.sampler.stop();
		this.wifiLink.stop();
		this.clock.cancel(this.timer);
		this.timer = this.clock.after(this.link === 0 ? 0 : BEAT, beat, this);
		this.beatDue = 0;
		if (this.link !== 0) sayOffline(this);
	}
	onConnected(resumed) {
		if (this.done) {
			sayOffline(this);
			return;
		}
		if (this.link !== 0) this.onDisconnected(256);
		if (!resumed && this.packet > 0) returned(this, false);
		linkUp(this);
	}
	onDisconnected(reason) {
		this.wifiLink.ended(reason);
		if (reason === 264) return;
		noteEvent(this, "link down " + reason, 0);
		linkDown(this, reason);
	}
	onReturned(id, rejected) {
		if (id === this.packet) returned(this, rejected);
	}
	/** `granted`: a refused filter for commands leaves the node without them, and measuring. */
	onSubscribed(id, granted) {
		if (id !== this.subscription || this.link === 0) return;
		this.commands = granted.charCodeAt(granted.length - 1) < 128 && this.deafUntil === 0;
		this.link = 2;
		publishNext(this);
	}
	onAcknowledged(id) {
		if (id !== this.packet) return;
		const flown = this.flying;
		this.packet = this.flying = 0;
		if (flown === 16 && this.sample && !(this.due & 16)) this.sample = "";
		else arrived(this, flown);
		if (flown !== 1) publishNext(this);
	}
	/** Nothing here but our own topics is looked at, and nothing retained: our birth follows the subscription anyway. */
	onMessage(topic, payload, retained) {
		if (topic === this.root + "status") {
			hearStatus(this, payload, retained);
			return;
		}
		if (topic === this.root + "info") {
			hearInfo(this, payload, retained);
			return;
		}
		const prefix = this.root + COMMAND_TOPIC;
		hearCommand(this, topic.slice(prefix.length), payload, !retained && topic.startsWith(prefix));
		replyDue(this, false);
		publishNext(this);
	}
	/** A slot has ended: its readings become the live sample. `changed`: some sensor's status is no longer what the broker was told. */
	onSample(changed) {
		if (this.sample) keepSample(this);
		const start = startDate(this);
		const uptime = Math.floor(this.clock.now());
		if (start === 0 || Math.abs(start - this.startDate) > 2) this.startDate = start;
		const date = start > 0 ? "\"" + new Date(this.startDate + uptime).toISOString() + "\"" : "null";
		this.sequence++;
		this.beatsWithoutSample = 0;
		this.sample = readingMessage(this.head + this.sequence + ",\"time\":" + date + ",\"uptime\":" + uptime, this.sampler);
		this.due |= 16;
		if (changed) tellSensors(this);
		publishNext(this);
		if (this.clock.now() > this.beatDue + 4e3) beat(this);
	}
	/** The interpreter has raised these flags, of which `MEMORY` has stopped everything that was due at that moment. */
	flagged(flags) {
		for (const flag of flags) {
			const word = ",\"" + flag.toLowerCase() + "\"";
			if (!this.errors.includes(word)) this.errors += word;
			if (flag === "MEMORY") this.trouble("out of memory");
		}
		beat(this);
	}
	/** Something has failed that cannot be mended here; the beat itself may have. */
	trouble(event) {
		beat(this);
		noteEvent(this, event, 1);
	}
};
// ../next/firmware/station/assemble-node.ts
/** One line a sensor, in the order in which the station asks them. */
function sensorsOf(own, hardware) {
	const clock = hardware.clock;
	const sensors = [];
	if (own.scd30) sensors.push(new Scd30(hardware.i2c(own.scd30.scl, own.scd30.sda), clock));
	if (own["mh-z19"]) sensors.push(new MhZ19(hardware.uart(own["mh-z19"].tx, own["mh-z19"].rx), clock));
	if (own.ds18b20) sensors.push(new Ds18b20(hardware.oneWire(own.ds18b20.pin), clock));
	for (const sensor of sensors) {
		const supply = own[sensor.name];
		if (!supply || !supply.power) continue;
		sensor.power = hardware.pin(supply.power);
		if (supply.powerLevel === 0) sensor.powerLevel = 0;
	}
	return sensors;
}
/** `settings` as `readSettings` returns them. Nothing has been started or sent yet. */
function assembleNode(settings, hardware) {
	const clock = hardware.clock;
	const wallClock = hardware.wallClock;
	const station = new Station(settings, sensorsOf(settings.sensors, hardware), clock, wallClock, hardware.wifi, hardware.facts, hardware.flash, hardware.storage, hardware.random());
	const broker = settings.broker;
	const link = {
		host: broker.host,
		port: broker.port,
		clientId: CLIENT_ID_ROOT + hardware.suffix,
		keepAliveSeconds: broker.keepAlive,
		willTopic: station.root + STATUS_TOPIC,
		willPayload: STATUS_OFFLINE
	};
	if (broker.user) link.user = broker.user;
	if (broker.password) link.password = broker.password;
	if (broker.cleanSession === false) link.cleanSession = false;
	if (broker.inFlight) link.inFlight = broker.inFlight;
	const time = settings.time;
	return {
		station,
		client: new Client(hardware.network, clock, hardware.random, link, station),
		sntp: time ? new Sntp(hardware.sendDatagram, clock, wallClock, hardware.random, time) : void 0
	};
}
// ../next/cli/project-path.ts
/**
* A file of the project by its path from the root, wherever this runs from: the source tree, `dist/node`, or an
* installed package. The root is the nearest folder above that holds a package.json.
*/
function projectPath(path) {
	let folder = dirname(fileURLToPath("file:///tmp/wt/next/cli/project-path.ts"));
	while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
	return join(folder, path);
}
// ../next/cli/program-version.ts
/** The version in package.json, such as `0.1.0`. */
function programVersion() {
	return JSON.parse(readFileSync(projectPath("package.json"), "utf8")).version;
}
// ../next/host-sim/board/wiring.ts
/** The board's wires where the settings say that they are soldered, and nothing at all other pins. */
var Wiring = class {
	constructor(board, sensors) {
		this.board = board;
		this.soldered = Object.entries({ ...sensors });
	}
	i2c(scl, sda) {
		return this.soldered.some(([, own]) => own.scl === scl && own.sda === sda) ? this.board.i2c : void 0;
	}
	uart(tx, rx) {
		return this.soldered.some(([, own]) => own.tx === tx && own.rx === rx) ? this.board.uart : void 0;
	}
	oneWire(pin) {
		return this.soldered.some(([, own]) => own.pin === pin) ? this.board.oneWire : void 0;
	}
	/** What an output switches. */
	pin(name) {
		const switched = this.soldered.find(([, own]) => own.power === name);
		return switched && this.board.supply(switched[0], switched[1].powerLevel ?? 1);
	}
};
// ../next/host-sim/board/in-process-station.ts
/** Nobody measures the memory of a station that is not on an interpreter. */
const NO_MEMORY = {
	used: 0,
	total: 0
};
/** The laptop's composition root: the firmware's own node over a simulated board, without Espruino. */
var InProcessStation = class InProcessStation {
	/** `boot` is the number of the start that the messages carry; `adapt` makes the hardware another one. */
	constructor(board, settings, wallClock, boot, adapt = (hardware) => hardware) {
		const { station, client, sntp } = assembleNode(settings, adapt(InProcessStation.hardware(board, settings, wallClock, boot)));
		this.board = board;
		this.station = station;
		this.client = client;
		this.sntp = sntp;
	}
	/** Power on, and the program starts. */
	start() {
		this.board.powerUp();
		this.run();
	}
	/** The program starts, on a board that has power. */
	run() {
		this.station.start(this.client, this.sntp);
	}
	/** Says goodbye to the broker first; `done` runs when that is over and the power is off. */
	stop(done) {
		this.station.stop(() => {
			this.board.powerDown();
			done();
		});
	}
	/** Every pin that the node asks for is in the settings, so there is something at it. */
	static hardware(board, settings, wallClock, boot) {
		const random = board.random.split("jitter");
		const wiring = new Wiring(board, settings.sensors);
		return {
			clock: board.clock,
			wallClock,
			wifi: board.wifi,
			network: board.network,
			sendDatagram: (host, port, bytes, onBytes) => board.network.sendDatagram(host, port, bytes, onBytes),
			flash: board.flash,
			storage: board.storage,
			facts: {
				boot,
				firmware: programVersion(),
				bundle: "none",
				reset: "power-on",
				memory: () => NO_MEMORY,
				alive: () => void 0,
				note: () => void 0,
				recall: () => "",
				say: () => void 0
			},
			suffix: board.mac.slice(-6),
			random: () => random.next(),
			i2c: (scl, sda) => wiring.i2c(scl, sda),
			uart: (tx, rx) => wiring.uart(tx, rx),
			oneWire: (pin) => wiring.oneWire(pin),
			pin: (name) => wiring.pin(name)
		};
	}
};
// ../next/host-sim/board/simulated-wall-clock.ts
/** A date that goes with a clock. */
var SimulatedWallClock = class {
	/** `date`: ms since 1970-01-01 UTC at this moment, or 0 for a clock that is yet to be set. */
	constructor(clock, date) {
		this.clock = clock;
		if (date > 0) this.set(date);
	}
	read() {
		return this.zero === void 0 ? 0 : Math.floor(this.zero + this.clock.now());
	}
	set(milliseconds) {
		this.zero = milliseconds - this.clock.now();
	}
};
// ../next/host-sim/torture/hooked-port.ts
/**
* A port to a running station by hooks on its methods and looks into its fields. Those who extend it say what the members
* are called in the program that runs.
*/
var HookedPort = class {
	constructor() {
		this.listeners = [];
	}
	get connected() {
		return this.read(this.client, "connected") === true;
	}
	get reconnects() {
		return this.count(this.client, "reconnects");
	}
	get queued() {
		return this.count(this.backlog(), "count");
	}
	get inFlash() {
		const ring = this.read(this.backlog(), "ring");
		const flash = ring && this.read(ring, "flash");
		return flash ? this.count(flash, "count") : 0;
	}
	get dropped() {
		const backlog = this.backlog();
		return this.count(backlog, "overflow") + this.count(backlog, "decimated") + this.count(backlog, "storage") + this.count(this.station, "rejected");
	}
	listen(listener) {
		this.listeners.push(listener);
	}
	/** What runs before a defect is planted, where one is: nearest to the station. */
	hookInside(exact) {
		this.hook(this.station, "onMessage", (call) => (topic, payload, ...rest) => {
			this.tell((listener) => listener.onHeard?.(topic, payload));
			return call(topic, payload, ...rest);
		});
		if (exact) this.hook(this.client, "publish", (call) => (topic, payload, qos, retain) => call(topic, payload, 2 * qos, retain));
	}
	/** What runs after it: as the parts of the node see each other. */
	hookOutside() {
		const station = this.station;
		this.hook(station, "onSample", (call) => (changed) => {
			this.tell((listener) => listener.onTaking?.());
			call(changed);
			this.tell((listener) => listener.onTaken?.(this.read(station, "sample")));
		});
		this.hook(station, "onAcknowledged", (call) => (id) => {
			this.tell((listener) => listener.onAcknowledged?.(id));
			call(id);
		});
		this.hook(station, "onReturned", (call) => (id, rejected) => {
			this.tell((listener) => listener.onReturned?.(id, rejected === true));
			call(id, rejected);
		});
		this.hook(this.client, "publish", (call) => (topic, payload, ...rest) => {
			const id = call(topic, payload, ...rest);
			this.tell((listener) => listener.onPublished?.(id, topic, payload));
			return id;
		});
	}
	hook(object, member, around) {
		const name = this.nameOf(object, member);
		const original = Reflect.get(object, name);
		Reflect.set(object, name, around((...values) => Reflect.apply(original, object, values)));
	}
	read(object, member) {
		return Reflect.get(object, this.nameOf(object, member));
	}
	tell(about) {
		for (const listener of this.listeners) about(listener);
	}
	count(object, member) {
		return this.read(object, member);
	}
	backlog() {
		return this.read(this.station, "backlog");
	}
};
// ../next/host-sim/torture/source-port.ts
/** A port to the firmware's own source in this process. */
var SourcePort = class extends HookedPort {
	constructor(node, wallClock, exact = false, starting = () => void 0) {
		super();
		this.node = node;
		this.wallClock = wallClock;
		this.station = node.station;
		this.client = node.client;
		this.hookInside(exact);
		if (exact) this.hook(node.client, "subscribe", (call) => (filters, qos) => call(filters, 2 * qos));
		starting(node);
		this.hookOutside();
	}
	start() {
		this.node.run();
	}
	/** Whatever is thrown reaches the clock. */
	check() {}
	/** Its clock and its network have lost their power. */
	halt() {
		this.node.board.uart.listen({ onBytes: () => void 0 });
	}
	nameOf(object, member) {
		if (!(member in object)) throw new Error(`The firmware has no member ${member} any more; see hooked-port.ts.`);
		return member;
	}
};
/** Nodes that run the firmware's source. */
function sourceFirmware(starting = () => void 0) {
	const firmware = ({ board, settings, boot, exact }) => {
		const wallClock = new SimulatedWallClock(board.clock, 0);
		return new SourcePort(new InProcessStation(board, settings, wallClock, boot), wallClock, exact, starting);
	};
	return {
		pages: void 0,
		make: () => firmware
	};
}
// ../../zzdbg2.ts
const healthy = sourceFirmware();
it("x", () => {
	const f = [];
	try {
		runTorture({
			seeds: 1,
			hours: 2,
			seed: 4,
			nodes: 1,
			bundle: false,
			json: false
		}, healthy, (x) => f.push(x));
	} catch (e) {
		console.log(String(e));
	}
	for (const { seed, outcome, faults } of f) console.log(seed, outcome.violation, faults.map((x) => x.text));
});
export {};

//# sourceMappingURL=data:application/json;charset=utf-8;base64,eyJ2ZXJzaW9uIjozLCJmaWxlIjoienoyLm91dC5tanMiLCJuYW1lcyI6W10sInNvdXJjZXMiOlsienouc2hpbS5tanMiLCIuLi8uLi96emRiZzIudHMiXSwic291cmNlc0NvbnRlbnQiOlsiaW1wb3J0ICogYXMgY2hhaSBmcm9tICdjaGFpJ1xuaW1wb3J0IHsgSmVzdENoYWlFeHBlY3QsIEplc3RBc3ltbWV0cmljTWF0Y2hlcnMsIEplc3RFeHRlbmQsIEFTWU1NRVRSSUNfTUFUQ0hFUlNfT0JKRUNULCBHTE9CQUxfRVhQRUNULCBzZXRTdGF0ZSB9IGZyb20gJ0B2aXRlc3QvZXhwZWN0J1xuY2hhaS51c2UoSmVzdEV4dGVuZCk7IGNoYWkudXNlKEplc3RDaGFpRXhwZWN0KTsgY2hhaS51c2UoSmVzdEFzeW1tZXRyaWNNYXRjaGVycylcbmV4cG9ydCBjb25zdCBleHBlY3QgPSAodiwgbSkgPT4gY2hhaS5leHBlY3QodiwgbSlcbk9iamVjdC5hc3NpZ24oZXhwZWN0LCBjaGFpLmV4cGVjdClcbk9iamVjdC5kZWZpbmVQcm9wZXJ0eShnbG9iYWxUaGlzLCBHTE9CQUxfRVhQRUNULCB7IHZhbHVlOiBleHBlY3QsIHdyaXRhYmxlOiB0cnVlLCBjb25maWd1cmFibGU6IHRydWUgfSlcbnRyeSB7IHNldFN0YXRlKHsgYXNzZXJ0aW9uQ2FsbHM6IDAsIGlzRXhwZWN0aW5nQXNzZXJ0aW9uczogZmFsc2UsIGlzRXhwZWN0aW5nQXNzZXJ0aW9uc0Vycm9yOiBudWxsLCBleHBlY3RlZEFzc2VydGlvbnNOdW1iZXI6IG51bGwsIGV4cGVjdGVkQXNzZXJ0aW9uc051bWJlckVycm9yR2VuOiBudWxsIH0sIGV4cGVjdCkgfSBjYXRjaCB7fVxuZm9yIChjb25zdCBrIG9mIE9iamVjdC5nZXRPd25Qcm9wZXJ0eU5hbWVzKGNoYWkuZXhwZWN0KSkgaWYgKCEoayBpbiBleHBlY3QpKSBleHBlY3Rba10gPSBjaGFpLmV4cGVjdFtrXVxuZXhwZWN0LmV4dGVuZCA9IGNoYWkuZXhwZWN0LmV4dGVuZFxuY29uc3Qgc3RhY2sgPSBbXTsgY29uc3QgYmVmb3JlcyA9IFtbXV0sIGFmdGVycyA9IFtbXV07IGxldCBwZW5kaW5nID0gW11cbmNvbnN0IGZtdCA9IChuLCByb3csIGkpID0+IHsgY29uc3QgYXJncyA9IEFycmF5LmlzQXJyYXkocm93KSA/IHJvdyA6IFtyb3ddOyBsZXQgayA9IDA7IGxldCBzID0gbi5yZXBsYWNlKC8lKFtzaWRmam8lXSkvZywgKF8sIGMpID0+IGMgPT09ICclJyA/ICclJyA6IGMgPT09ICdvJyB8fCBjID09PSAnaicgPyBKU09OLnN0cmluZ2lmeShhcmdzW2srK10pIDogU3RyaW5nKGFyZ3NbaysrXSkpOyBpZiAocm93ICYmIHR5cGVvZiByb3cgPT09ICdvYmplY3QnKSBzID0gcy5yZXBsYWNlKC9cXCQoXFx3KykvZywgKF8sIHgpID0+IFN0cmluZyhyb3dbeF0pKTsgcmV0dXJuIHMgfVxuZXhwb3J0IGZ1bmN0aW9uIGRlc2NyaWJlIChuLCBmKSB7IHN0YWNrLnB1c2gobik7IGJlZm9yZXMucHVzaChbLi4uYmVmb3Jlcy5hdCgtMSldKTsgYWZ0ZXJzLnB1c2goWy4uLmFmdGVycy5hdCgtMSldKTsgZigpOyBzdGFjay5wb3AoKTsgYmVmb3Jlcy5wb3AoKTsgYWZ0ZXJzLnBvcCgpIH1cbmRlc2NyaWJlLmVhY2ggPSByb3dzID0+IChuLCBmKSA9PiByb3dzLmZvckVhY2goKHIsIGkpID0+IGRlc2NyaWJlKGZtdChuLCByLCBpKSwgKCkgPT4gQXJyYXkuaXNBcnJheShyKSA/IGYoLi4ucikgOiBmKHIpKSlcbmV4cG9ydCBmdW5jdGlvbiBpdCAobiwgYSwgYikgeyBjb25zdCBmID0gdHlwZW9mIGEgPT09ICdmdW5jdGlvbicgPyBhIDogYjsgcGVuZGluZy5wdXNoKHsgbmFtZTogWy4uLnN0YWNrLCBuXS5qb2luKCcgPiAnKSwgZiwgYmVmb3JlOiBiZWZvcmVzLmF0KC0xKSwgYWZ0ZXI6IGFmdGVycy5hdCgtMSkgfSkgfVxuaXQuZWFjaCA9IHJvd3MgPT4gKG4sIGYpID0+IHJvd3MuZm9yRWFjaCgociwgaSkgPT4gaXQoZm10KG4sIHIsIGkpLCAoKSA9PiBBcnJheS5pc0FycmF5KHIpID8gZiguLi5yKSA6IGYocikpKVxuaXQuc2tpcElmID0gYyA9PiBjID8gKCkgPT4ge30gOiBpdFxuZXhwb3J0IGNvbnN0IGJlZm9yZUVhY2ggPSBmID0+IGJlZm9yZXMuYXQoLTEpLnB1c2goZiksIGFmdGVyRWFjaCA9IGYgPT4gYWZ0ZXJzLmF0KC0xKS5wdXNoKGYpLCBiZWZvcmVBbGwgPSBmID0+IGYoKSwgYWZ0ZXJBbGwgPSAoKSA9PiB7fVxuZXhwb3J0IGNvbnN0IHZpID0ge31cbnByb2Nlc3Mub24oJ2JlZm9yZUV4aXQnLCBhc3luYyAoKSA9PiB7IGlmICghcGVuZGluZy5sZW5ndGgpIHJldHVybjsgY29uc3QgYWxsID0gcGVuZGluZzsgcGVuZGluZyA9IFtdOyBsZXQgb2sgPSAwLCBiYWQgPSAwOyBjb25zdCBmaWx0ZXIgPSBwcm9jZXNzLmVudi5UXG4gIGZvciAoY29uc3QgdCBvZiBhbGwpIHsgaWYgKGZpbHRlciAmJiAhdC5uYW1lLmluY2x1ZGVzKGZpbHRlcikpIGNvbnRpbnVlOyB0cnkgeyBmb3IgKGNvbnN0IGIgb2YgdC5iZWZvcmUpIGF3YWl0IGIoKTsgYXdhaXQgdC5mKCk7IG9rKysgfSBjYXRjaCAoZSkgeyBiYWQrKzsgY29uc29sZS5sb2coJ0ZBSUwnLCB0Lm5hbWUsICdcXG4gICAgJywgU3RyaW5nKGUubWVzc2FnZSkuc2xpY2UoMCwgMjUwMCkucmVwbGFjZSgvXFxuL2csICdcXG4gICAgICcpLCBwcm9jZXNzLmVudi5WID8gZS5zdGFjayA6IChlLnN0YWNrLm1hdGNoKC9cXFMrXFwudGVzdFxcLnRzOlxcZCsvKSB8fCBlLnN0YWNrLm1hdGNoKC9vdXRcXC5tanM6XFxkKy8pIHx8IFsnJ10pWzBdKSB9IGZvciAoY29uc3QgYSBvZiB0LmFmdGVyKSB0cnkgeyBhd2FpdCBhKCkgfSBjYXRjaCAoZSkgeyBjb25zb2xlLmxvZyhcIkFGVEVSXCIsIHQubmFtZSkgfSB9XG4gIGNvbnNvbGUubG9nKGAke29rfSBwYXNzZWQsICR7YmFkfSBmYWlsZWRgKTsgcHJvY2Vzcy5leGl0Q29kZSA9IGJhZCA/IDEgOiAwIH0pXG5pdC5ydW5JZiA9IGMgPT4gYyA/IGl0IDogKCkgPT4ge307IGl0LnNraXAgPSAoKSA9PiB7fTsgaXQuY29uY3VycmVudCA9IGl0OyBkZXNjcmliZS5za2lwSWYgPSBjID0+IGMgPyAoKSA9PiB7fSA6IGRlc2NyaWJlOyBkZXNjcmliZS5ydW5JZiA9IGMgPT4gYyA/IGRlc2NyaWJlIDogKCkgPT4ge31cbiIsImltcG9ydCB7IGl0IH0gZnJvbSAndml0ZXN0J1xuaW1wb3J0IHsgcnVuVG9ydHVyZSB9IGZyb20gJy90bXAvd3QvbmV4dC9ob3N0LXNpbS90b3J0dXJlL3J1bi10b3J0dXJlLnRzJ1xuaW1wb3J0IHsgc291cmNlRmlybXdhcmUgfSBmcm9tICcvdG1wL3d0L25leHQvaG9zdC1zaW0vdG9ydHVyZS9zb3VyY2UtcG9ydC50cydcbmNvbnN0IGhlYWx0aHkgPSBzb3VyY2VGaXJtd2FyZSgpXG5pdCgneCcsICgpID0+IHtcbiAgY29uc3QgZjogYW55W10gPSBbXVxuICB0cnkgeyBydW5Ub3J0dXJlKHsgc2VlZHM6IDEsIGhvdXJzOiAyLCBzZWVkOiA0LCBub2RlczogMSwgYnVuZGxlOiBmYWxzZSwganNvbjogZmFsc2UgfSBhcyBhbnksIGhlYWx0aHksICh4OiBhbnkpID0+IGYucHVzaCh4KSkgfSBjYXRjaCAoZSkgeyBjb25zb2xlLmxvZyhTdHJpbmcoZSkpIH1cbiAgZm9yIChjb25zdCB7IHNlZWQsIG91dGNvbWUsIGZhdWx0cyB9IG9mIGYpIGNvbnNvbGUubG9nKHNlZWQsIG91dGNvbWUudmlvbGF0aW9uLCBmYXVsdHMubWFwKCh4OiBhbnkpID0+IHgudGV4dCkpXG59KVxuIl0sIm1hcHBpbmdzIjoiOzs7Ozs7Ozs7O0FBRUEsS0FBSyxJQUFJLFVBQVU7QUFBRyxLQUFLLElBQUksY0FBYztBQUFHLEtBQUssSUFBSSxzQkFBc0I7QUFDL0UsTUFBYSxVQUFVLEdBQUcsTUFBTSxLQUFLLE9BQU8sR0FBRyxDQUFDO0FBQ2hELE9BQU8sT0FBTyxRQUFRLEtBQUssTUFBTTtBQUNqQyxPQUFPLGVBQWUsWUFBWSxlQUFlO0NBQUUsT0FBTztDQUFRLFVBQVU7Q0FBTSxjQUFjO0FBQUssQ0FBQztBQUN0RyxJQUFJO0NBQUUsU0FBUztFQUFFLGdCQUFnQjtFQUFHLHVCQUF1QjtFQUFPLDRCQUE0QjtFQUFNLDBCQUEwQjtFQUFNLGtDQUFrQztDQUFLLEdBQUcsTUFBTTtBQUFFLFFBQVEsQ0FBQztBQUMvTCxLQUFLLE1BQU0sS0FBSyxPQUFPLG9CQUFvQixLQUFLLE1BQU0sR0FBRyxJQUFJLEVBQUUsS0FBSyxTQUFTLE9BQU8sS0FBSyxLQUFLLE9BQU87QUFDckcsT0FBTyxTQUFTLEtBQUssT0FBTztBQUM1QixNQUFNLFFBQVEsQ0FBQztBQUFHLE1BQU0sVUFBVSxDQUFDLENBQUMsQ0FBQztBQUFHLE1BQUEsU0FBUyxDQUFDLENBQUMsQ0FBQztBQUFHLElBQUksVUFBVSxDQUFDO0FBQ3RFLE1BQU0sT0FBTyxHQUFHLEtBQUssTUFBTTtDQUFFLE1BQU0sT0FBTyxNQUFNLFFBQVEsR0FBRyxJQUFJLE1BQU0sQ0FBQyxHQUFHO0NBQUcsSUFBSSxJQUFJO0NBQUcsSUFBSSxJQUFJLEVBQUUsUUFBUSxrQkFBa0IsR0FBRyxNQUFNLE1BQU0sTUFBTSxNQUFNLE1BQU0sT0FBTyxNQUFNLE1BQU0sS0FBSyxVQUFVLEtBQUssSUFBSSxJQUFJLE9BQU8sS0FBSyxJQUFJLENBQUM7Q0FBRyxJQUFJLE9BQU8sT0FBTyxRQUFRLFVBQVUsSUFBSSxFQUFFLFFBQVEsYUFBYSxHQUFHLE1BQU0sT0FBTyxJQUFJLEVBQUUsQ0FBQztDQUFHLE9BQU87QUFBRTtBQUNqVSxTQUFnQixTQUFVLEdBQUcsR0FBRztDQUFFLE1BQU0sS0FBSyxDQUFDO0NBQUcsUUFBUSxLQUFLLENBQUMsR0FBRyxRQUFRLEdBQUcsRUFBRSxDQUFDLENBQUM7Q0FBRyxPQUFPLEtBQUssQ0FBQyxHQUFHLE9BQU8sR0FBRyxFQUFFLENBQUMsQ0FBQztDQUFHLEVBQUU7Q0FBRyxNQUFNLElBQUk7Q0FBRyxRQUFRLElBQUk7Q0FBRyxPQUFPLElBQUk7QUFBRTtBQUNuSyxTQUFTLFFBQU8sVUFBUyxHQUFHLE1BQU0sS0FBSyxTQUFTLEdBQUcsTUFBTSxTQUFTLElBQUksR0FBRyxHQUFHLENBQUMsU0FBUyxNQUFNLFFBQVEsQ0FBQyxJQUFJLEVBQUUsR0FBRyxDQUFDLElBQUksRUFBRSxDQUFDLENBQUMsQ0FBQztBQUN4SCxTQUFnQixHQUFJLEdBQUcsR0FBRyxHQUFHO0NBQUUsTUFBTSxJQUFJLE9BQU8sTUFBTSxhQUFhLElBQUk7Q0FBRyxRQUFRLEtBQUs7RUFBRSxNQUFNLENBQUMsR0FBRyxPQUFPLENBQUMsQ0FBQyxDQUFDLEtBQUssS0FBSztFQUFHO0VBQUcsUUFBUSxRQUFRLEdBQUcsRUFBRTtFQUFHLE9BQU8sT0FBTyxHQUFHLEVBQUU7Q0FBRSxDQUFDO0FBQUU7QUFDN0ssR0FBRyxRQUFPLFVBQVMsR0FBRyxNQUFNLEtBQUssU0FBUyxHQUFHLE1BQU0sR0FBRyxJQUFJLEdBQUcsR0FBRyxDQUFDLFNBQVMsTUFBTSxRQUFRLENBQUMsSUFBSSxFQUFFLEdBQUcsQ0FBQyxJQUFJLEVBQUUsQ0FBQyxDQUFDLENBQUM7QUFDNUcsR0FBRyxVQUFTLE1BQUssVUFBVSxDQUFDLElBQUk7QUFHaEMsUUFBUSxHQUFHLGNBQWMsWUFBWTtDQUFFLElBQUksQ0FBQyxRQUFRLFFBQVE7Q0FBUSxNQUFNLE1BQU07Q0FBUyxVQUFVLENBQUM7Q0FBRyxJQUFJLEtBQUssR0FBRyxNQUFNO0NBQUcsTUFBTSxTQUFTLFFBQVEsSUFBSTtDQUNySixLQUFLLE1BQU0sS0FBSyxLQUFLO0VBQUUsSUFBSSxVQUFVLENBQUMsRUFBRSxLQUFLLFNBQVMsTUFBTSxHQUFHO0VBQVUsSUFBSTtHQUFFLEtBQUssTUFBTSxLQUFLLEVBQUUsUUFBUSxNQUFNLEVBQUU7R0FBRyxNQUFNLEVBQUUsRUFBRTtHQUFHO0VBQUssU0FBUyxHQUFHO0dBQUU7R0FBTyxRQUFRLElBQUksUUFBUSxFQUFFLE1BQU0sVUFBVSxPQUFPLEVBQUUsT0FBTyxDQUFDLENBQUMsTUFBTSxHQUFHLElBQUksQ0FBQyxDQUFDLFFBQVEsT0FBTyxTQUFTLEdBQUcsUUFBUSxJQUFJLElBQUksRUFBRSxTQUFTLEVBQUUsTUFBTSxNQUFNLG1CQUFtQixLQUFLLEVBQUUsTUFBTSxNQUFNLGNBQWMsS0FBSyxDQUFDLEVBQUUsRUFBQSxDQUFHLEVBQUU7RUFBRTtFQUFFLEtBQUssTUFBTSxLQUFLLEVBQUUsT0FBTyxJQUFJO0dBQUUsTUFBTSxFQUFFO0VBQUUsU0FBUyxHQUFHO0dBQUUsUUFBUSxJQUFJLFNBQVMsRUFBRSxJQUFJO0VBQUU7Q0FBRTtDQUNqYyxRQUFRLElBQUksR0FBRyxHQUFHLFdBQVcsSUFBSSxRQUFRO0NBQUcsUUFBUSxXQUFXLE1BQU0sSUFBSTtBQUFFLENBQUM7QUFDOUUsR0FBRyxTQUFRLE1BQUssSUFBSSxXQUFXLENBQUM7QUFBRyxHQUFHLGFBQWEsQ0FBQztBQUFHLEdBQUcsYUFBYTtBQUFJLFNBQVMsVUFBUyxNQUFLLFVBQVUsQ0FBQyxJQUFJO0FBQVUsU0FBUyxTQUFRLE1BQUssSUFBSSxpQkFBaUIsQ0FBQzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7O0FDbEJ2SyxNQUFNLFVBQVUsZUFBZTtBQUMvQixHQUFHLFdBQVc7Q0FDWixNQUFNLElBQVcsQ0FBQztDQUNsQixJQUFJO0VBQUUsV0FBVztHQUFFLE9BQU87R0FBRyxPQUFPO0dBQUcsTUFBTTtHQUFHLE9BQU87R0FBRyxRQUFRO0dBQU8sTUFBTTtFQUFNLEdBQVUsVUFBVSxNQUFXLEVBQUUsS0FBSyxDQUFDLENBQUM7Q0FBRSxTQUFTLEdBQUc7RUFBRSxRQUFRLElBQUksT0FBTyxDQUFDLENBQUM7Q0FBRTtDQUNwSyxLQUFLLE1BQU0sRUFBRSxNQUFNLFNBQVMsWUFBWSxHQUFHLFFBQVEsSUFBSSxNQUFNLFFBQVEsV0FBVyxPQUFPLEtBQUssTUFBVyxFQUFFLElBQUksQ0FBQztBQUNoSCxDQUFDIn0=
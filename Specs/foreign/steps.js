'use strict';

// Runs the steps of a foreign client in order and says how they went. A step that does not end counts as failed; so does
// a whole program that does not, since a client that hangs must not look like one that is content.

const SECONDS_FOR_A_STEP = 20;
const SECONDS_TO_WAIT = 15;
const SECONDS_FOR_ALL = 150;

/** Reads the address of the Runtime from the command line. */
exports.address = () => {
    const [, host, port] = /^(.+):(\d+)$/.exec(process.argv[2] ?? '') ?? [];
    if (!host) {
        console.error(`usage: node ${process.argv[1]} host:port`);
        process.exit(2);
    }
    return { host, port: Number(port) };
};

/** Runs the steps, an object from sentence to function, and ends the process: with 0 if all of them passed. */
exports.run = async (name, steps) => {
    const all = Object.keys(steps).length;
    let passed = 0;
    let failed = 0;
    const end = () => {
        console.log(`${name}: ${passed} passed, ${failed} failed`);
        process.exit(failed === 0 && passed === all && all > 0 ? 0 : 1);
    };
    setTimeout(() => {
        console.log(`gave up after ${SECONDS_FOR_ALL} s`);
        failed = all - passed;
        end();
    }, SECONDS_FOR_ALL * 1000);

    for (const [sentence, step] of Object.entries(steps)) {
        try {
            await inTime(step);
            passed++;
            console.log(`  passed  ${sentence}`);
        } catch (problem) {
            failed++;
            console.log(`  FAILED  ${sentence}\n${indented(problem)}`);
        }
    }
    end();
};

/** Waits until a check no longer throws, and after some seconds throws what it then throws. */
exports.eventually = async check => {
    for (const end = Date.now() + SECONDS_TO_WAIT * 1000; ; await new Promise(resolve => setTimeout(resolve, 20))) {
        try {
            return await check();
        } catch (problem) {
            if (Date.now() > end) {
                throw problem;
            }
        }
    }
};

async function inTime(step) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not done after ${SECONDS_FOR_A_STEP} s`)), SECONDS_FOR_A_STEP * 1000);
    });
    try {
        await Promise.race([step(), late]);
    } finally {
        clearTimeout(timer);
    }
}

function indented(problem) {
    return String(problem?.stack ?? problem).replace(/^/gm, '          ');
}

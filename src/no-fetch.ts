/**
 * Node loads its own `fetch`, 3 MB, as soon as anything looks whether it is there, and axios does. What is asked in this thread is asked
 * through node:http.
 */
for (const name of ['fetch', 'FormData', 'Headers', 'Request', 'Response']) Reflect.deleteProperty(globalThis, name);

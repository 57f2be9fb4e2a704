import * as x from '../http/client.ts';
console.log(x);

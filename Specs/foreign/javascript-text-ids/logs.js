'use strict';

const { client, textIds } = require('./contracts.js');

const DEVELOPMENT = '445f8ea8-1a6f-40d7-b2fc-796dba92dc44';
const root = textIds();

/** All events of a log of the development tenant, or of those that the filter wants. Without a name, the main log. */
exports.readLog = async (address, name = {}, filter = {}) => {
    const pages = await client(root, 'pushmi.events.v1.EventLog', address)
        .Read({ log: { tenant: DEVELOPMENT, ...name }, filter });
    return pages.flatMap(page => page.commits).flatMap(commit => commit.events)
        .map(event => ({ ...event, number: event.number ?? 0, content: String(event.content) }));
};

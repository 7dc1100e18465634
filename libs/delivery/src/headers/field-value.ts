/** What a field value may consist of: anything else could end the header or the request. */
export const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

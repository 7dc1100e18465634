/** 2xx alone is success; a redirect is an answer like any other. */
export function isSuccess(httpStatus: number): boolean {
  return httpStatus >= 200 && httpStatus <= 299;
}

// Try-it sends requests to this server only. By its origin, because an address that was opened with a
// name and key in it must not be fetched.
SwaggerUIBundle({
  url: `${location.origin}/openapi.json`,
  dom_id: '#reference',
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});

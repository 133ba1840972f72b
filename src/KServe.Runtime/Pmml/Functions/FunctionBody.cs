using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Functions;

/// <summary>Computes the result of a function from its arguments.</summary>
internal delegate PmmlValue FunctionBody(ReadOnlySpan<PmmlValue> arguments);

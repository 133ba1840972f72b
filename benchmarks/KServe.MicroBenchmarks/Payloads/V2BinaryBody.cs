namespace KServe.MicroBenchmarks.Payloads;

internal sealed record V2BinaryBody(V2BinaryTensor[] Inputs);

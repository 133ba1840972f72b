namespace KServe.MicroBenchmarks.Payloads;

internal sealed record V2Body(V2Tensor[] Inputs);

namespace KServe.MicroBenchmarks.Payloads;

internal sealed record V2Tensor(string Name, long[] Shape, string Datatype, float[] Data);

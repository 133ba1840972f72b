namespace KServe.MicroBenchmarks.Payloads;

internal sealed record V2BinaryTensor(string Name, long[] Shape, string Datatype, V2BinarySize Parameters);

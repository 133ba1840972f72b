namespace KServe.MicroBenchmarks.Payloads;

internal sealed record V2Response(string ModelName, V2Tensor[] Outputs);

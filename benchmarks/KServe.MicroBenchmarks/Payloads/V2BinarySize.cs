namespace KServe.MicroBenchmarks.Payloads;

internal sealed record V2BinarySize(int BinaryDataSize);

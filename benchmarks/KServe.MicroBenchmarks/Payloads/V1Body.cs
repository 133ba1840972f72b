namespace KServe.MicroBenchmarks.Payloads;

internal sealed record V1Body(float[][] Instances);

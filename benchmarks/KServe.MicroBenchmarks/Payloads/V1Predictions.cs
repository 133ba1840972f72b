namespace KServe.MicroBenchmarks.Payloads;

internal sealed record V1Predictions(float[][] Predictions);

namespace KServe.Detectors.Tests;

public sealed class DetectionTests
{
    [Fact]
    public void ToString_TwoFindings_ShowsThem()
    {
        var detection = new Detection
        {
            Detector = "inputs",
            Kind = "drift",
            Method = "KolmogorovSmirnov",
            ModelName = "income",
            ModelVersion = "1",
            Time = DateTimeOffset.UnixEpoch,
            Findings = [new Finding("age", 0.5, 0.001, 0.05), new Finding("hours", 0.25, 0.002, 0.05)],
        };

        Assert.Equal(
            "drift by KolmogorovSmirnov (inputs) in income version 1: "
            + "Finding { Feature = age, Value = 0.5, PValue = 0.001, Threshold = 0.05 }, "
            + "Finding { Feature = hours, Value = 0.25, PValue = 0.002, Threshold = 0.05 }",
            detection.ToString());
    }
}

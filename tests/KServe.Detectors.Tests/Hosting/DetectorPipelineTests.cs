using KServe.Detectors.Tests.Fakes;
using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Detectors.Tests.Hosting;

/// <summary>Detectors beside a model, from the request to what they say.</summary>
public sealed class DetectorPipelineTests
{
    private static readonly ReferenceData Normal = Draw(new Random(1), 1000, 0);

    [Theory]
    [InlineData(OutlierMethod.IsolationForest)]
    [InlineData(OutlierMethod.Mahalanobis)]
    [InlineData(OutlierMethod.ZScore)]
    public async Task Outlier_OneStrangeRow_IsReportedWithItsPlace(OutlierMethod method)
    {
        await using var host = await DetectorHost.StartAsync((model, host) => model.UseOutlierDetector(options =>
        {
            (options.Method, options.Reference, options.Contamination) = (method, Normal, 0);
            options.OnDetected = detection => host.Detections.Writer.TryWrite(detection);
        }));
        await host.InferAsync("id-1", InferTensor.Create<float>("x", [3, 2], 0.5f, 0.5f, 30, -30, 0.4f, 0.6f));
        var detection = await host.NextAsync();
        Assert.Equal(
            ("outlier", "outlier", method.ToString(), "m", "1", "id-1", 1),
            (detection.Detector, detection.Kind, detection.Method, detection.ModelName, detection.ModelVersion,
                detection.RequestId, detection.Row));
        var finding = Assert.Single(detection.Findings);
        Assert.True(finding.Value > finding.Threshold);
        await host.WaitForAsync("rows", 3);
        Assert.Equal(1, host["flags"]);
    }

    [Fact]
    public async Task Outlier_NormalRows_FlagsAboutTheContamination()
    {
        await using var host = await DetectorHost.StartAsync((model, _) => model.UseOutlierDetector(
            options => (options.Reference, options.Contamination) = (Normal, 0.05)));
        var rows = Draw(new Random(2), 1000, 0);
        await host.InferAsync(null, InferTensor.Create<double>("x", [1000, 2], rows.Values));
        await host.WaitForAsync("rows", 1000);
        Assert.InRange(host["flags"], 15, 110);
    }

    [Theory]
    [InlineData(DriftMethod.KolmogorovSmirnov)]
    [InlineData(DriftMethod.MeanDiscrepancy)]
    [InlineData(DriftMethod.PopulationStability)]
    [InlineData(DriftMethod.ChiSquared)]
    public async Task Drift_ShiftedRows_IsReportedAndSameRowsAreNot(DriftMethod method)
    {
        var isCategorical = method == DriftMethod.ChiSquared;
        await using var host = await DetectorHost.StartAsync((model, host) => model.UseDriftDetector(options =>
        {
            (options.Method, options.WindowSize, options.Stride, options.MaxReferenceRows) = (method, 200, 200, 300);
            options.Reference = isCategorical ? Categories(new Random(1), 1000, 0.5) : Normal;
            options.PValue = 0.006;
            options.OnDetected = detection => host.Detections.Writer.TryWrite(detection);
        }));
        var random = new Random(3);
        var same = isCategorical ? Categories(random, 200, 0.5) : Draw(random, 200, 0);
        await host.InferAsync(null, InferTensor.Create<double>("x", [200, 2], same.Values));
        await host.WaitForAsync("tests", 1);
        Assert.Equal(0, host["flags"]);
        var other = isCategorical ? Categories(random, 200, 0.1) : Draw(random, 200, 0.6);
        await host.InferAsync(null, InferTensor.Create<double>("x", [200, 2], other.Values));
        var detection = await host.NextAsync();
        Assert.Equal(("drift", method.ToString()), (detection.Kind, detection.Method));
        var feature = detection.Findings[0].Feature;
        Assert.Equal(method == DriftMethod.MeanDiscrepancy ? "" : "f0", feature);
        Assert.NotEqual(0, host[$"statistic:{feature}"]);
    }

    [Fact]
    public async Task Drift_Outputs_AreWatchedInsteadOfInputs()
    {
        await using var host = await DetectorHost.StartAsync((model, host) => model.UseDriftDetector(options =>
        {
            (options.Target, options.Reference, options.WindowSize) = (DriftTarget.Outputs, Normal, 50);
            options.Tensors.Add("y");
            options.OnDetected = detection => host.Detections.Writer.TryWrite(detection);
        }));
        await host.InferAsync(null, InferTensor.Create<double>("x", [50, 2], Draw(new Random(4), 50, 5).Values));
        Assert.Equal("drift", (await host.NextAsync()).Kind);
    }

    [Fact]
    public async Task Drift_SlidingWindow_TestsAfterEachStrideAndForgets()
    {
        await using var host = await DetectorHost.StartAsync((model, _) => model.UseDriftDetector(options =>
            (options.Reference, options.WindowSize, options.Stride) = (Normal, 100, 50)));
        var random = new Random(5);
        foreach (var (shift, rows) in ((double, int)[])[(0, 100), (9, 100), (0, 100)])
        {
            for (var i = 0; i < rows; i++)
            {
                await host.InferAsync(null, InferTensor.Create<double>("x", [1, 2], Draw(random, 1, shift).Values));
            }
        }

        await host.WaitForAsync("rows", 300);
        Assert.Equal(5, host["tests"]);

        // Windows with 50, 100 and again 50 strange rows of 100.
        Assert.Equal(3, host["flags"]);
    }

    [Fact]
    public async Task Detect_ColumnsApart_AreJoinedAndMisfitsAreSkipped()
    {
        await using var host = await DetectorHost.StartAsync((model, _) =>
            model.UseOutlierDetector(options => options.Reference = Normal));
        await host.InferAsync(
            null,
            InferTensor.Create<float>("a", [2], 0.5f, 0.5f),
            InferTensor.Create<long>("b", [2, 1], 0, 1));
        await host.WaitForAsync("rows", 2);
        await host.InferAsync(null, InferTensor.Create<float>("a", [2, 3], 1, 2, 3, 4, 5, 6));
        await host.InferAsync(null, InferTensor.Create<float>("a", [2], 1, 2), InferTensor.Create<float>("b", [3], 1, 2, 3));
        await host.InferAsync(null, InferTensor.Create<float>("x", [1, 2], float.NaN, 1));
        await host.WaitForAsync("skipped", 3);
        Assert.Equal(2, host["rows"]);
    }

    [Fact]
    public async Task Detect_DetectorIsStuck_RequestsGoOnAndDropsAreCounted()
    {
        using var gate = new ManualResetEventSlim();
        await using (var host = await DetectorHost.StartAsync((model, _) => model.UseOutlierDetector(options =>
        {
            (options.Reference, options.Threshold, options.QueueLength) = (Normal, -1, 5);
            options.OnDetected = _ => gate.Wait();
        })))
        {
            for (var i = 0; i < 100; i++)
            {
                await host.InferAsync(null, InferTensor.Create<float>("x", [1, 2], 1, 2));
            }

            // One is being looked at, five wait; whether the first had been taken when the others came, is open.
            Assert.InRange(host["dropped"], 94, 95);
            gate.Set();
        }
    }

    [Fact]
    public async Task Events_ToASink_AreCloudEvents()
    {
        var sink = new ChannelSink();
        await using var host = await DetectorHost.StartAsync((model, _) => model.UseOutlierDetector(options =>
        {
            (options.Reference, options.Threshold) = (Normal, 0.1);
            options.Events = log => (log.Sink, log.Namespace) = (_ => sink, "prod");
        }));
        await host.InferAsync("7", InferTensor.Create<float>("x", [1, 2], 1, 2));
        var (item, data) = await sink.Events.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ("io.kserve.detector.outlier", "m", "prod", "detector"),
            (item.Type, item.InferenceService, item.Namespace, item.Component));
        Assert.StartsWith(
            "{\"detector\":\"outlier\",\"method\":\"IsolationForest\",\"model_name\":\"m\",\"model_version\":\"1\","
            + "\"request_id\":\"7\",\"row\":0,\"findings\":[{\"value\":0.",
            data,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Use_WrongOptions_NamesEach()
    {
        var builder = new ServiceCollection().AddKServeCore();
        var error = Assert.Throws<ArgumentException>(() => builder.AddPredictor<EchoPredictor>(
            "m", model => model.UseDriftDetector(static options => (options.WindowSize, options.PValue) = (1, 2))));
        Assert.Contains("Reference", error.Message, StringComparison.Ordinal);
        Assert.Contains("WindowSize", error.Message, StringComparison.Ordinal);
        Assert.Contains("PValue", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UseDriftDetector_TooFewPermutationsForThePValue_Throws()
    {
        var builder = new ServiceCollection().AddKServeCore();
        var error = Assert.Throws<ArgumentException>(() => builder.AddPredictor<EchoPredictor>("m", model =>
            model.UseDriftDetector(static options =>
            {
                (options.Method, options.Reference) = (DriftMethod.MeanDiscrepancy, Normal);
                (options.PValue, options.Permutations) = (0.01, 99);
            })));
        Assert.Contains("Permutations", error.Message, StringComparison.Ordinal);
    }

    internal static ReferenceData Draw(Random random, int rows, double shift)
    {
        var values = new double[2 * rows];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextDouble() + shift;
        }

        return ReferenceData.FromRows(values, 2);
    }

    private static ReferenceData Categories(Random random, int rows, double share)
    {
        var values = new double[2 * rows];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextDouble() < share ? 1 : 2;
        }

        return ReferenceData.FromRows(values, 2);
    }
}

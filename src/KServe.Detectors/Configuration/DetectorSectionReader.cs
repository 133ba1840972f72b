using KServe.PayloadLogging;
using Microsoft.Extensions.Configuration;

namespace KServe.Detectors;

/// <summary>Reads detectors from a section: each sub-section is one, and its key the name.</summary>
internal static class DetectorSectionReader
{
    /// <summary>Reads all detectors, and notes everything that is wrong with any.</summary>
    public static IReadOnlyList<DetectorOptions> Read(IConfiguration section, string path, List<string> errors)
    {
        List<DetectorOptions> options = [];
        foreach (var detector in section.GetChildren())
        {
            var values = new SectionValues(detector, $"{path}:{detector.Key}", errors);
            var kind = values.Text("Kind") ?? detector.Key;
            DetectorOptions? item = kind.ToUpperInvariant() switch
            {
                "OUTLIER" => ReadOutlier(values),
                "DRIFT" => ReadDrift(values),
                "FAIRNESS" => ReadFairness(values),
                _ => null,
            };
            if (item is null)
            {
                values.Fail("Kind", $"Outlier, Drift or Fairness was expected, got '{kind}'");
                continue;
            }

            item.Name = detector.Key;
            ReadCommon(values, detector, item);
            values.RejectOthers();
            var check = new OptionsCheck(detector.Key);
            item.Check(check);
            foreach (var failure in check.Failures)
            {
                errors.Add($"{path}:{detector.Key}:{failure}.");
            }

            options.Add(item);
        }

        return options;
    }

    private static void ReadCommon(SectionValues values, IConfigurationSection section, DetectorOptions options)
    {
        options.ReferenceFile = values.Text(nameof(options.ReferenceFile));
        values.List(nameof(options.Tensors), options.Tensors);
        values.Read<int>(nameof(options.QueueLength), value => options.QueueLength = value);
        values.Read<long>(nameof(options.QueueBytes), value => options.QueueBytes = value);
        values.Read<int>(nameof(options.MaxRowsPerRequest), value => options.MaxRowsPerRequest = value);
        values.Read<int>(nameof(options.Seed), value => options.Seed = value);
        if (values.Section(nameof(options.Events)) is not { } events)
        {
            return;
        }

        try
        {
            var log = new PayloadLoggingOptions();
            events.Bind(log);
            values.FailAll(PayloadSinks.Check(log, $"{nameof(options.Events)}:"));
            options.Events = target => events.Bind(target);
        }
        catch (InvalidOperationException error)
        {
            values.Fail(nameof(options.Events), error.Message.TrimEnd('.'));
        }
    }

    private static OutlierDetectorOptions ReadOutlier(SectionValues values)
    {
        var options = new OutlierDetectorOptions();
        values.ReadEnum<OutlierMethod>(nameof(options.Method), value => options.Method = value);
        values.Read<double>(nameof(options.Threshold), value => options.Threshold = value);
        values.Read<double>(nameof(options.Contamination), value => options.Contamination = value);
        values.Read<bool>(nameof(options.Learns), value => options.Learns = value);
        values.Read<int>(nameof(options.Trees), value => options.Trees = value);
        values.Read<int>(nameof(options.MaxSamples), value => options.MaxSamples = value);
        return options;
    }

    private static DriftDetectorOptions ReadDrift(SectionValues values)
    {
        var options = new DriftDetectorOptions();
        values.ReadEnum<DriftMethod>(nameof(options.Method), value => options.Method = value);
        values.ReadEnum<DriftTarget>(nameof(options.Target), value => options.Target = value);
        values.Read<int>(nameof(options.WindowSize), value => options.WindowSize = value);
        values.Read<int>(nameof(options.Stride), value => options.Stride = value);
        values.Read<double>(nameof(options.PValue), value => options.PValue = value);
        values.Read<double>(nameof(options.StabilityThreshold), value => options.StabilityThreshold = value);
        values.Read<int>(nameof(options.Bins), value => options.Bins = value);
        values.Read<int>(nameof(options.Permutations), value => options.Permutations = value);
        values.Read<double>(nameof(options.Bandwidth), value => options.Bandwidth = value);
        values.Read<int>(nameof(options.MaxReferenceRows), value => options.MaxReferenceRows = value);
        return options;
    }

    private static FairnessOptions ReadFairness(SectionValues values)
    {
        var options = new FairnessOptions();
        options.GroupInput = values.Text(nameof(options.GroupInput)) ?? "";
        options.PredictionOutput = values.Text(nameof(options.PredictionOutput));
        values.Read<int>(nameof(options.GroupColumn), value => options.GroupColumn = value);
        values.Read<double>(nameof(options.FavorableFrom), value => options.FavorableFrom = value);
        values.Read<int>(nameof(options.WindowSize), value => options.WindowSize = value);
        values.Read<int>(nameof(options.Stride), value => options.Stride = value);
        values.Read<int>(nameof(options.MinGroupSize), value => options.MinGroupSize = value);
        values.Read<double>(nameof(options.MinDisparateImpact), value => options.MinDisparateImpact = value);
        values.Read<double>(nameof(options.MaxParityDifference), value => options.MaxParityDifference = value);
        values.Read<double>(
            nameof(options.MaxOpportunityDifference), value => options.MaxOpportunityDifference = value);
        return options;
    }
}

using System.Globalization;

namespace KServe.Runtime.Generative.Engine;

/// <summary>Checks options and reports everything that is wrong at once.</summary>
internal static class EngineOptionsValidator
{
    private const long MinCacheBytes = 1 << 20;
    private const double MinWeight = 0.001;
    private const double MaxWeight = 1000;

    /// <summary>Checks options.</summary>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public static List<string> Validate(EngineOptions options)
    {
        List<string> errors = [];
        Check(errors, nameof(options.MaxSequences), options.MaxSequences, 1, 1024);
        Check(errors, nameof(options.MaxBatchedTokens), options.MaxBatchedTokens, options.MaxSequences, 65_536);
        Check(errors, nameof(options.MaxPromptTokensPerStep), options.MaxPromptTokensPerStep, 0, int.MaxValue);
        Check(errors, nameof(options.BlockSize), options.BlockSize, 16, 1024);
        var cacheBytes = options.KvCacheBytes ?? MinCacheBytes;
        Check(errors, nameof(options.KvCacheBytes), cacheBytes, MinCacheBytes, long.MaxValue);
        Check(errors, nameof(options.MaxSequenceLength), options.MaxSequenceLength ?? 2, 2, int.MaxValue);
        Check(errors, nameof(options.QueueLimit), options.QueueLimit, 1, 1_000_000);
        Check(errors, nameof(options.ShortPromptPreference), options.ShortPromptPreference, 0, 1000);
        Check(errors, nameof(options.MaxLogprobs), options.MaxLogprobs, -1, int.MaxValue);
        Check(errors, nameof(options.MaxModelFailures), options.MaxModelFailures, 1, 100);
        if (options.BlockSize % 16 != 0)
        {
            errors.Add($"{nameof(options.BlockSize)} is {options.BlockSize}; it must be a multiple of 16.");
        }

        foreach (var (tenant, weight) in options.TenantWeights)
        {
            // Written so that NaN is refused.
            if (!(weight is >= MinWeight and <= MaxWeight))
            {
                errors.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{nameof(options.TenantWeights)} of '{tenant}' is {weight}; "
                    + $"it must be from {MinWeight} to {MaxWeight}."));
            }
        }

        if (!Enum.IsDefined(options.OnModelFailure))
        {
            errors.Add($"{nameof(options.OnModelFailure)} must be Recover or Stop.");
        }

        return errors;
    }

    private static void Check(List<string> errors, string name, double value, double least, double most)
    {
        // Written so that NaN is refused.
        if (!(value >= least && value <= most))
        {
            errors.Add(string.Create(
                CultureInfo.InvariantCulture, $"{name} is {value}; it must be from {least:0} to {most:0}."));
        }
    }
}

using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Checks the options and reports every error at once.</summary>
internal sealed class ControlPlaneOptionsValidator : IValidateOptions<ControlPlaneOptions>
{
    private const string Section = ControlPlaneOptions.SectionName;

    public ValidateOptionsResult Validate(string? name, ControlPlaneOptions options)
    {
        List<string> errors = [];
        RequireRange(errors, "MaxParallelChanges", options.MaxParallelChanges, 1, 1024);
        RequireRange(errors, "MaxResources", options.MaxResources, 1, 1_000_000);
        if (options.RescanInterval <= TimeSpan.Zero || options.RescanInterval > TimeSpan.FromDays(1))
        {
            errors.Add(
                $"{Section}:RescanInterval must be more than zero and at most a day, got {options.RescanInterval}.");
        }

        if (options.SettleTime < TimeSpan.Zero || options.SettleTime > TimeSpan.FromMinutes(1))
        {
            errors.Add($"{Section}:SettleTime must be from zero to one minute, got {options.SettleTime}.");
        }

        if (string.IsNullOrWhiteSpace(options.DefaultNamespace))
        {
            errors.Add($"{Section}:DefaultNamespace must not be empty.");
        }

        if (options.BaseUrl is not null && !Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out _))
        {
            errors.Add($"{Section}:BaseUrl must be an absolute URL, got '{options.BaseUrl}'.");
        }

        foreach (var (container, address) in options.RemoteContainers)
        {
            if (!RemoteTargets.IsUrl(address))
            {
                errors.Add(
                    $"{Section}:RemoteContainers:{container} must begin with http://, https://, v1+http://, "
                    + "v2+http://, grpc:// or their secure forms.");
            }
        }

        if (options.MaxStateBytes is < 64L << 10 or > 64L << 30)
        {
            errors.Add($"{Section}:MaxStateBytes must be from 64 KiB to 64 GiB, got {options.MaxStateBytes}.");
        }

        if (File.Exists(options.StateFolder))
        {
            errors.Add($"{Section}:StateFolder must be a folder; there is a file of that name.");
        }

        foreach (var path in options.Paths)
        {
            if (!Path.Exists(path))
            {
                errors.Add($"{Section}:Paths: there is no file or folder '{path}'.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void RequireRange(List<string> errors, string key, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            errors.Add($"{Section}:{key} must be from {min} to {max}, got {value}.");
        }
    }
}

using System.Net;
using KServe.Protocol;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Checks the options of the protocols and reports all errors at once.</summary>
internal sealed class KServeHttpOptionsValidator : IValidateOptions<KServeHttpOptions>
{
    private const string Section = KServeHttpOptions.SectionName;

    public ValidateOptionsResult Validate(string? name, KServeHttpOptions options)
    {
        List<string> errors = [];
        ValidateAddress(errors, options);
        RequireRange(errors, "MaxRequestBodySize", options.MaxRequestBodySize, 1 << 10, 1 << 30);
        ValidateLimits(errors, options.Limits);

        if (!Enum.IsDefined(options.JsonForm))
        {
            errors.Add($"{Section}:JsonForm must be {nameof(V2JsonForm.Strict)} or {nameof(V2JsonForm.KServe)}.");
        }

        if (!Enum.IsDefined(options.RepositoryApi))
        {
            errors.Add($"{Section}:RepositoryApi must be Disabled, Loopback or Any.");
        }

        ValidateControlPlane(errors, options.ControlPlane);
        foreach (var host in options.AllowedHosts)
        {
            if (string.IsNullOrWhiteSpace(host) || host.Contains('/', StringComparison.Ordinal))
            {
                errors.Add($"{Section}:AllowedHosts must hold host names without scheme and port, got '{host}'.");
            }
        }

        RequirePrintable(errors, "CloudEvents:ResponseType", options.CloudEvents.ResponseType);
        RequirePrintable(errors, "CloudEvents:ResponseSource", options.CloudEvents.ResponseSource ?? "default");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void ValidateAddress(List<string> errors, KServeHttpOptions options)
    {
        if (options.Host is not ("localhost" or "*") && !IPAddress.TryParse(options.Host, out _))
        {
            errors.Add($"{Section}:Host must be 'localhost', '*' or an IP address, got '{options.Host}'.");
        }

        RequireRange(errors, "HttpPort", options.HttpPort, 0, 65535);
        RequireRange(errors, "GrpcPort", options.GrpcPort, 0, 65535);
        if (options.HttpPort != 0 && options.HttpPort == options.GrpcPort && options.CertificatePath is null)
        {
            errors.Add($"{Section}:GrpcPort must differ from HttpPort unless CertificatePath is set.");
        }

        if (options.CertificateKeyPath is not null && options.CertificatePath is null)
        {
            errors.Add($"{Section}:CertificatePath is missing: CertificateKeyPath alone has no meaning.");
        }

        RequireFile(errors, "CertificatePath", options.CertificatePath);
        RequireFile(errors, "CertificateKeyPath", options.CertificateKeyPath);
    }

    private static void ValidateControlPlane(List<string> errors, ControlPlaneHttpOptions options)
    {
        if (!Enum.IsDefined(options.Access))
        {
            errors.Add($"{Section}:ControlPlane:Access must be Disabled, Loopback or Any.");
        }

        if (options.Access == RepositoryAccess.Any && options.Key is null)
        {
            errors.Add($"{Section}:ControlPlane:Key is missing: access for all clients needs one.");
        }

        if (options.Key is { } key && (key.Length < 16 || key.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            errors.Add($"{Section}:ControlPlane:Key must be at least 16 characters of printable ASCII without spaces.");
        }
    }

    private static void ValidateLimits(List<string> errors, ProtocolLimits? limits)
    {
        if (limits is null)
        {
            errors.Add($"{Section}:Limits must not be empty.");
            return;
        }

        RequireRange(errors, "Limits:MaxInputs", limits.MaxInputs, 1, int.MaxValue);
        RequireRange(errors, "Limits:MaxOutputs", limits.MaxOutputs, 1, int.MaxValue);
        RequireRange(errors, "Limits:MaxParameters", limits.MaxParameters, 0, int.MaxValue);
        RequireRange(errors, "Limits:MaxObjectKeys", limits.MaxObjectKeys, 1, int.MaxValue);
        RequireRange(errors, "Limits:MaxJsonDepth", limits.MaxJsonDepth, 1, 1000);
        RequireRange(errors, "Limits:MaxNameLength", limits.MaxNameLength, 1, int.MaxValue);
        RequireRange(errors, "Limits:MaxIdLength", limits.MaxIdLength, 1, int.MaxValue);
        RequireRange(errors, "Limits:MaxParameterLength", limits.MaxParameterLength, 1, int.MaxValue);
        RequireRange(errors, "Limits:MaxNumberLength", limits.MaxNumberLength, 1, int.MaxValue);
    }

    private static void RequireRange(List<string> errors, string key, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            errors.Add($"{Section}:{key} must be from {min} to {max}, got {value}.");
        }
    }

    private static void RequireFile(List<string> errors, string key, string? path)
    {
        if (path is not null && !File.Exists(path))
        {
            errors.Add($"{Section}:{key}: there is no file '{path}'.");
        }
    }

    private static void RequirePrintable(List<string> errors, string key, string value)
    {
        if (value.Length == 0 || value.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            errors.Add($"{Section}:{key} must be printable ASCII without spaces, got '{value}'.");
        }
    }
}

using Microsoft.Extensions.Options;

namespace KServe.Runtime.Remote;

/// <summary>Checks all remote models, those of code and those of configuration, at the start.</summary>
internal sealed class RemoteOptionsValidator(IEnumerable<RemoteRegistration> registrations)
    : IValidateOptions<KServeOptions>
{
    public ValidateOptionsResult Validate(string? name, KServeOptions options)
    {
        List<string> errors = [];
        foreach (var (model, address, remote) in registrations)
        {
            errors.AddRange(RemoteModelRules.GetErrors($"KServe:Models:{model}", address, remote));
        }

        foreach (var (model, settings) in options.Models)
        {
            if (RemoteAddress.IsRemote(settings.Uri))
            {
                var key = $"KServe:Models:{model}";
                var remote = RemoteParameters.Read(key, settings.Parameters, errors);
                errors.AddRange(RemoteModelRules.GetErrors(key, settings.Uri, remote));
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

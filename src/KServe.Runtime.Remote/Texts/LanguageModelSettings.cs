using KServe.Client;
using KServe.Protocol;

namespace KServe.Runtime.Remote;

/// <summary>Makes the options of clients of language models.</summary>
internal static class LanguageModelSettings
{
    private const int MaxKeyFile = 16 << 10;

    /// <summary>Gets the base of the API: <c>/v1</c> when the address names no path.</summary>
    public static Uri GetBase(Uri address) =>
        address.AbsolutePath == "/" ? new UriBuilder(address) { Path = "/v1" }.Uri : address;

    /// <summary>Makes the options, and reads the key anew, as files of secrets are replaced at times.</summary>
    /// <exception cref="InferenceException">There is no such file, or no key in it.</exception>
    public static LanguageModelClientOptions Create(RemoteModelOptions options, RemoteServices services)
    {
        var text = options.OpenAi;
        var client = new LanguageModelClientOptions
        {
            Timeout = options.AttemptTimeout,
            ChunkTimeout = text.ChunkTimeout,
            MaxEventLength = text.MaxEventLength,
            MaxResponseLength = options.MaxResponseLength,
            ApiKey = text.ApiKeyFile is { } file ? ReadKey(file) : text.ApiKey,
            Form = new OpenAiRequestForm
            {
                UsesMaxCompletionTokens = text.UsesMaxCompletionTokens,
                AsksForEvents = text.AsksForEvents,
                AsksForUsage = text.AsksForUsage,
                MarksSchemasStrict = text.MarksSchemasStrict,
            },
            Pool = services.Pool,
            TimeProvider = services.Time,
        };
        foreach (var (name, value) in options.Headers)
        {
            client.Headers[name] = value;
        }

        return client;
    }

    /// <summary>Tells whether a text can be a key.</summary>
    public static bool IsKey(string key) => key.Length > 0 && key.All(static c => c is > ' ' and <= '~');

    private static string ReadKey(string path)
    {
        try
        {
            if (new FileInfo(path).Length <= MaxKeyFile && File.ReadAllText(path).Trim() is var key && IsKey(key))
            {
                return key;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InferenceException(
                InferenceErrorCode.Internal, "The file with the key of the remote server cannot be read.", error);
        }

        throw new InferenceException(
            InferenceErrorCode.Internal, "The file with the key of the remote server holds no key.");
    }
}

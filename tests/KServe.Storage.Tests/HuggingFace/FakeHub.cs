using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KServe.Storage.Tests.Http;

namespace KServe.Storage.Tests.HuggingFace;

/// <summary>A hub with one model, over real sockets.</summary>
internal sealed class FakeHub : IAsyncDisposable
{
    public const string Repository = "acme/tiny";
    public const string First = "1111111111111111111111111111111111111111";
    public const string Second = "2222222222222222222222222222222222222222";

    private readonly LoopbackServer _server;

    public FakeHub() => _server = new LoopbackServer((request, _) => AnswerAsync(request));

    /// <summary>Gets the files of each commit.</summary>
    public Dictionary<string, Dictionary<string, byte[]>> Commits { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the commit of the branch.</summary>
    public string Main { get; set; } = First;

    /// <summary>Gets or sets where large files are, as a prefix of their address; they are here without it.</summary>
    public string? Elsewhere { get; set; }

    /// <summary>Gets or sets what answers first; <see langword="null"/> leaves it to the hub.</summary>
    public Func<ServerRequest, byte[]?> Before { get; set; } = static _ => null;

    /// <summary>Gets or sets what changes the list before it is sent.</summary>
    public Func<string, string> EditList { get; set; } = static json => json;

    /// <summary>Gets or sets what every answer waits for.</summary>
    public Func<ServerRequest, Task> Wait { get; set; } = static _ => Task.CompletedTask;

    public ConcurrentQueue<ServerRequest> Requests => _server.Requests;

    public string Endpoint => $"http://{_server.Host}";

    public IReadOnlyList<string> Paths => [.. Requests.Select(static request => request.Path)];

    /// <summary>Gets what was asked for but the list.</summary>
    public IReadOnlyList<string> Files =>
        [.. Paths.Where(static path => path.Contains("/resolve/", StringComparison.Ordinal))];

    public FakeHub With(string path, byte[] content, string commit = First)
    {
        if (!Commits.TryGetValue(commit, out Dictionary<string, byte[]>? files))
        {
            Commits[commit] = files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        }

        files[path] = content;
        return this;
    }

    public FakeHub With(string path, string content, string commit = First) =>
        With(path, Encoding.UTF8.GetBytes(content), commit);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static bool IsLarge(string path) =>
        path.EndsWith(".safetensors", StringComparison.Ordinal) || path.EndsWith(".bin", StringComparison.Ordinal);

    [SuppressMessage("Security", "CA5350", Justification = "Git names its objects so.")]
    private static string GitDigest(byte[] content) => Convert.ToHexStringLower(
        SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    private async Task<byte[]> AnswerAsync(ServerRequest request)
    {
        await Wait(request);
        if (Before(request) is { } answer)
        {
            return answer;
        }

        string path = Uri.UnescapeDataString(request.Path.Split('?')[0]);
        return path.StartsWith("/api/models/", StringComparison.Ordinal)
            ? List(path["/api/models/".Length..])
            : Send(path[1..], request.RangeStart);
    }

    private byte[] List(string path)
    {
        string[] parts = path.Split("/revision/");
        string commit = parts[^1] == "main" ? Main : parts[^1];
        if (parts[0] != Repository)
        {
            return Reply.Status("401 Unauthorized", "X-Error-Code: RepoNotFound");
        }

        return Commits.TryGetValue(commit, out Dictionary<string, byte[]>? files)
            ? Reply.Ok(Encoding.UTF8.GetBytes(EditList(Describe(commit, files))), "Content-Type: application/json")
            : Reply.Status("404 Not Found", "X-Error-Code: RevisionNotFound");
    }

    private static string Describe(string commit, Dictionary<string, byte[]> files) => JsonSerializer.Serialize(new
    {
        id = Repository,
        sha = commit,
        gated = false,
        siblings = files.Select(static file => new
        {
            rfilename = file.Key,
            size = file.Value.Length,
            blobId = IsLarge(file.Key) ? GitDigest([1]) : GitDigest(file.Value),
            lfs = !IsLarge(file.Key) ? null : new
            {
                sha256 = Convert.ToHexStringLower(SHA256.HashData(file.Value)),
                size = file.Value.Length,
                pointerSize = 134,
            },
        }),
    });

    private byte[] Send(string path, int from)
    {
        string[] parts = path.Split("/resolve/");
        string commit = parts[^1].Split('/')[0];
        string file = parts[^1][(commit.Length + 1)..];
        if (parts[0] != Repository || !Commits[commit].TryGetValue(file, out byte[]? content))
        {
            return Reply.Status("404 Not Found", "X-Error-Code: EntryNotFound");
        }

        if (Elsewhere is { } prefix && IsLarge(file))
        {
            return Reply.Redirect($"{prefix}/{commit}/{file}?signature=canary");
        }

        return from > 0 ? Reply.Part(content, from) : Reply.Ok(content, $"X-Repo-Commit: {commit}");
    }
}

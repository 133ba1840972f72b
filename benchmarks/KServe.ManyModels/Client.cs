using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace KServe.ManyModels;

/// <summary>Sends requests one after the other and notes how long the answers took.</summary>
internal sealed class Client(HttpMessageInvoker http, Clock clock)
{
    private static readonly byte[] Body = NewBody(out JsonLength);
    private static readonly int JsonLength;

    public List<Sample> Hits { get; } = [];

    public List<Sample> Misses { get; } = [];

    public List<Sample> Single { get; } = [];

    public List<string> Errors { get; } = [];

    /// <summary>Sends one request to one of many models.</summary>
    public async Task SendAsync(Uri address, int model)
    {
        var start = Stopwatch.GetTimestamp();
        if (await SendAsync(address) is { } answer)
        {
            var answered = BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(answer.Length - 16));
            var loadedAt = BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(answer.Length - 8));
            if (answered != model)
            {
                Errors.Add($"{address}: answered by {answered}");
            }

            Note(loadedAt <= start ? Hits : Misses, start);
        }
    }

    /// <summary>Sends one request to the server with a single model.</summary>
    public async Task SendSingleAsync(Uri address)
    {
        var start = Stopwatch.GetTimestamp();
        if (await SendAsync(address) is not null)
        {
            Note(Single, start);
        }
    }

    private void Note(List<Sample> samples, long start)
    {
        if (clock.Counts(start))
        {
            samples.Add(new Sample(clock.GetSecond(start), Stopwatch.GetTimestamp() - start));
        }
    }

    private async Task<byte[]?> SendAsync(Uri address)
    {
        using var content = new ByteArrayContent(Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", JsonLength.ToString());
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        try
        {
            using var response = await http.SendAsync(request, CancellationToken.None);
            var answer = await response.Content.ReadAsByteArrayAsync();
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return answer;
            }

            Errors.Add($"{address}: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
        }
        catch (HttpRequestException error)
        {
            Errors.Add($"{address}: {error.Message}");
        }

        return null;
    }

    private static byte[] NewBody(out int jsonLength)
    {
        var json = Encoding.UTF8.GetBytes(
            "{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"x\",\"shape\":[1,16],"
            + "\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":64}}]}");
        jsonLength = json.Length;
        return [.. json, .. new byte[64]];
    }
}

using System.Net.Http.Headers;
using KServe.Storage.Cache;
using Microsoft.Extensions.Options;

namespace KServe.Storage.Http;

/// <summary>Sends one request and follows its redirects, each checked like the first address.</summary>
/// <remarks>Safe for concurrent calls.</remarks>
internal sealed class HttpExchange(IOptions<StorageOptions> options, HttpTransport transport, TimeProvider timeProvider)
{
    public async Task<HttpResponseMessage> SendAsync(
        HttpSource source,
        HttpTransfer transfer,
        CacheReference? known,
        CancellationToken cancellationToken)
    {
        Uri uri = source.Uri;
        bool isAuthorized = source.Origin is not null;
        for (int redirects = 0; ; redirects++)
        {
            // Whoever was elsewhere does not come back with the credentials.
            isAuthorized = isAuthorized && source.Origin!.Covers(uri);
            using HttpRequestMessage request = CreateRequest(source, uri, transfer, known);
            if (isAuthorized)
            {
                source.Origin!.Authorize(request);
            }

            HttpResponseMessage response = await SendOnceAsync(request, uri, cancellationToken);
            if (!HttpRedirects.IsRedirect(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                if (redirects == options.Value.MaxRedirects)
                {
                    throw StorageErrors.Failed(source.Display, $"more than {redirects} redirects.");
                }

                // The raw text: the parsed header has already lost backslashes.
                response.Headers.TryGetValues("Location", out IEnumerable<string>? locations);
                uri = HttpRedirects.Next(source, uri, locations?.FirstOrDefault());
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        HttpRequestMessage request,
        Uri uri,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(options.Value.ResponseTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await transport.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransientDownloadException("the server did not answer in time.");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientDownloadException("the connection could not be opened in time.", e);
        }
        catch (HttpRequestException e) when (FindRefusal(e) is { } refusal)
        {
            throw new InferenceException(refusal.Code, refusal.Message, e);
        }
        catch (HttpRequestException e)
        {
            throw HttpFailures.FromRequest(uri, e);
        }
    }

    private HttpRequestMessage CreateRequest(
        HttpSource source,
        Uri uri,
        HttpTransfer transfer,
        CacheReference? known)
    {
        HttpRequestMessage request = new(HttpMethod.Get, uri);

        // The length and the digest are those of the bytes as stored.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        AddHeaders(request, uri.Host);
        AddHeaders(request, $"{uri.Host}:{uri.Port}");
        if (transfer.Offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(transfer.Offset, null);
            request.Headers.IfRange = source.IsImmutable ? null : transfer.Validator;
        }
        else if (known is not null)
        {
            request.Headers.IfModifiedSince = known.LastModified;
            if (EntityTagHeaderValue.TryParse(known.ETag, out EntityTagHeaderValue? tag))
            {
                request.Headers.IfNoneMatch.Add(tag);
            }
        }

        return request;
    }

    private void AddHeaders(HttpRequestMessage request, string host)
    {
        if (options.Value.Headers.TryGetValue(host, out IDictionary<string, string>? headers))
        {
            foreach ((string name, string value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private static InferenceException? FindRefusal(Exception? exception)
    {
        while (exception is not null and not InferenceException)
        {
            exception = exception.InnerException;
        }

        return exception as InferenceException;
    }
}

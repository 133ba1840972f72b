namespace KServe.Tool.Chat;

/// <summary>Says why a server gave no answer, or only the beginning of one.</summary>
internal sealed class ChatCallException(string message, Exception? inner = null) : Exception(message, inner);

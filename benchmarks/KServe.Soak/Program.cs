using KServe.Soak;

return args is ["reload", .. var rest]
    ? await ReloadCommand.RunAsync(rest)
    : await SoakCommand.RunAsync(args);

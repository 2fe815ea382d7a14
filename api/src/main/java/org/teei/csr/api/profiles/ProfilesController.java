package org.teei.csr.api.profiles;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;

/** Persons. An address is never part of a URL. */
@Tag(name = "profiles")
@RestController
@RequestMapping("/v1/profile")
final class ProfilesController {
  private final Profiles profiles;
  private final EntityTags tags;

  ProfilesController(Profiles profiles, EntityTags tags) {
    this.profiles = profiles;
    this.tags = tags;
  }

  /** Whom to look for. Not shown by {@link #toString()}. */
  record SearchRequest(
      @Schema(example = "person@example.org") @NotBlank @Size(max = 255) String email) {

    @Override
    public String toString() {
      return "SearchRequest[]";
    }
  }

  /** Who was found; empty where nobody was. */
  record SearchResult(List<Profile> items) {}

  @Requires(Permission.PROFILES_READ)
  @Operation(summary = "A person with sessions; contact data is masked")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Profile> get(@PathVariable UUID id) {
    return tags.answer(profiles.get(id));
  }

  @Requires(Permission.PROFILES_SEARCH)
  @Operation(summary = "Find a person by e-mail address")
  @PostMapping(path = "/search", produces = "application/json")
  SearchResult search(@Valid @RequestBody SearchRequest request) {
    return new SearchResult(profiles.search(request.email()));
  }
}
